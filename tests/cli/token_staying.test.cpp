// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/jwt.hpp"
#include "support/raw_server.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace latch::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

Response json(std::string body, unsigned status = 200) {
    Response response = reply(std::move(body), "application/json");
    response.status = status;
    return response;
}

/// An API whose login and refresh hand out tokens, which live so long, and refresh tokens, which
/// work once. Only the newest token opens /api/me; /public takes no wrong one.
class Api {
public:
    explicit Api(std::chrono::seconds lifetime, std::string refresh_path = "/auth/refresh")
        : lifetime_(lifetime), refresh_path_(std::move(refresh_path)),
          server_([this](const Request& request) { return answer(request); }) {}

    std::string url(const std::string& path) const { return server_.url(path); }

    const Server& server() const { return server_; }

    Words in_words(std::size_t from) const {
        Words words;
        const auto requests = server_.requests();
        for (std::size_t number = from; number < requests.size(); ++number) {
            words.push_back(requests.at(number).method + ' ' + requests.at(number).path());
        }
        return words;
    }

    std::atomic<bool> is_revoked = false;         ///< the newest token opens nothing any more
    std::atomic<bool> refresh_is_revoked = false; ///< nor does the newest refresh token
    std::atomic<unsigned> refusal = 401;          ///< status for a token that is not good

private:
    Response handed_out() {
        const auto end = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch() + lifetime_
        );
        const std::string number = std::to_string(++issued_);
        newest_ = a_jwt(R"({"n":)" + number + R"(,"exp":)" + std::to_string(end.count()) + '}');
        is_revoked = false;
        return json(
            R"({"accessToken":")" + newest_ + R"(","refreshToken":"refr3sh-)" + number + R"("})"
        );
    }

    Response answer(const Request& request) {
        const std::string authorization = request.header("Authorization").value_or("");
        if (request.path() == "/auth/login") {
            return request.body.find("wonderland") == std::string::npos ? json("{}", 401)
                                                                        : handed_out();
        }
        if (request.path() == refresh_path_) {
            const bool is_newest =
                request.body.find("refr3sh-" + std::to_string(issued_) + '"') != std::string::npos;
            return is_newest && !refresh_is_revoked ? handed_out()
                                                    : json(R"({"message":"used before"})", 401);
        }
        if (request.path() == "/public" && authorization.empty()) {
            return json(R"({"open":true})");
        }
        const bool is_good = authorization == "Bearer " + newest_ && !is_revoked;
        if (request.path() == "/forbidden") {
            return json("{}", is_good ? 403U : refusal.load());
        }
        return is_good ? json(R"({"user":"alice"})") : json("{}", refusal);
    }

    std::chrono::seconds lifetime_;
    std::string refresh_path_;
    unsigned issued_ = 0;
    std::string newest_;
    Server server_;
};

/// Signs in as alice; her password is in the variable PW.
void sign_in(Latch& latch, const Api& api) {
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", "--json", api.url("/auth/login"), "alice", "--auth-from=env:PW"}
        );
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
}

Json origin_of(const Latch& latch) {
    return Json::parse(latch.session("app"))["origins"].begin().value();
}

} // namespace

TEST_CASE("token staying: one that is about to end is refreshed before it is sent", "[cli]") {
    const Api api(20s);
    Latch latch;
    sign_in(latch, api);
    const Ran me = latch.run({"@app", "-v", "/api/me"});
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.out + me.err, Contains("session: refreshed the token of " + api.url("")));
    CHECK_THAT(me.out + me.err, !Contains("refr3sh"));
    CHECK(api.in_words(1) == Words{"POST /auth/refresh", "GET /api/me"});
    CHECK(api.server().request(1).body == R"({"refreshToken":"refr3sh-1"})");
    CHECK_FALSE(api.server().request(1).header("Authorization"));
    CHECK(origin_of(latch)["auth"]["refresh"] == "refr3sh-2");
    CHECK(origin_of(latch)["login"]["refresh"] == "/auth/refresh");
    CHECK(origin_of(latch)["login"]["user"] == "alice");
}

TEST_CASE("token staying: one that the server does not take is refreshed once", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    api.is_revoked = true;
    const Ran me = latch.run({"@app", "POST", "/api/me", "a=1"});
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(me.out == R"({"user":"alice"})");
    CHECK(me.err.empty());
    CHECK(api.in_words(1) == Words{"POST /api/me", "POST /auth/refresh", "POST /api/me"});
    CHECK(api.server().request(3).body == api.server().request(1).body);
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(api.in_words(4) == Words{"GET /api/me"});
}

TEST_CASE("token staying: where refreshing is refused, the password is used", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    api.is_revoked = true;
    REQUIRE(latch.run({"@app", "/api/me"}).exit_code == 0); // the place is known by now
    api.is_revoked = true;
    api.refresh_is_revoked = true;
    const Ran me = latch.run({"@app", "/api/me"});
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(
        api.in_words(4) ==
        Words{"GET /api/me", "POST /auth/refresh", "POST /auth/login", "GET /api/me"}
    );
    CHECK(origin_of(latch)["auth"]["refresh"] == "refr3sh-3");
}

TEST_CASE("token staying: without the password that is exit code 7, and told", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    latch.unset("PW");
    api.is_revoked = true;
    REQUIRE(latch.run({"@app", "/api/me"}).exit_code == 0);
    api.is_revoked = true;
    api.refresh_is_revoked = true;
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("PW"));
    CHECK_FALSE(origin_of(latch)["auth"].contains("refresh"));
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 7);
    CHECK(api.in_words(4) == Words{"GET /api/me", "POST /auth/refresh", "GET /api/me"});
}

TEST_CASE(
    "token staying: one that has ended goes nowhere, least of all to what needs none", "[cli]"
) {
    Api api(-1h);
    Latch latch;
    sign_in(latch, api);
    latch.unset("PW");
    api.refresh_is_revoked = true;
    const Ran open = latch.run({"@app", "/public"});
    INFO(open.err);
    CHECK(open.exit_code == 0);
    CHECK(open.out == R"({"open":true})");
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 7);
    for (const Request& request : api.server().requests()) {
        CHECK_FALSE(request.header("Authorization"));
    }
}

TEST_CASE("token staying: a token that was typed and has ended is told", "[cli]") {
    Api api(1h);
    Latch latch;
    const std::string old = a_jwt(R"({"sub":"alice","exp":1000000000})");
    latch.run({"@app", "--bearer=" + old, api.url("/api/me")});
    CHECK(api.server().request(0).header("Authorization") == "Bearer " + old);
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 7);
    CHECK_THAT(
        me.err, Contains("the token of the session has ended: it was good until 2001-09-09")
    );
    CHECK_FALSE(api.server().request(1).header("Authorization"));
}

TEST_CASE("token staying: what the token may not do is no reason to refresh it", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    CHECK(latch.run({"@app", "/forbidden"}).exit_code == 4);
    CHECK(api.in_words(1) == Words{"GET /forbidden"});
}

TEST_CASE("token staying: places are tried once, and then known or given up", "[cli]") {
    const Api elsewhere(20s, "/token/refresh");
    Latch latch;
    sign_in(latch, elsewhere);
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(origin_of(latch)["login"]["refresh"] == "/token/refresh");
    const auto so_far = elsewhere.server().requests().size();
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(elsewhere.in_words(so_far) == Words{"POST /token/refresh", "GET /api/me"});

    const Api nowhere(20s, "/unheard/of");
    Latch other;
    sign_in(other, nowhere);
    CHECK(other.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(origin_of(other)["login"]["refresh"] == "");
    const auto before = nowhere.server().requests().size();
    CHECK(other.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(nowhere.in_words(before) == Words{"POST /auth/login", "GET /api/me"});
}

TEST_CASE("token staying: a session that is only read is left alone", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    const std::string before = latch.session("app");
    api.is_revoked = true;
    CHECK(latch.run({"--session-read-only=app", api.url("/api/me")}).exit_code == 4);
    CHECK(latch.session("app") == before);
    CHECK(api.in_words(1) == Words{"GET /api/me"});
}

TEST_CASE("token staying: credentials that were typed are not renewed", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    CHECK(latch.run({"@app", "/api/me", "Authorization:Bearer other"}).exit_code == 4);
    CHECK(latch.run({"@app", "--bearer=other", "/api/me"}).exit_code == 4);
    CHECK(api.in_words(1) == Words{"GET /api/me", "GET /api/me"});
}

TEST_CASE("token staying: after a logout nobody is signed in unasked", "[cli]") {
    Api api(1h);
    Latch latch;
    sign_in(latch, api);
    REQUIRE(latch.run({"logout", "@app"}).exit_code == 0);
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 4);
    CHECK(api.in_words(1) == Words{"GET /api/me"});
}

TEST_CASE(
    "token staying: a refresh that hangs ends with the timeout, and changes nothing", "[cli]"
) {
    const auto answer = [](const std::string& body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: "
               "close\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    RawServer server(
        {Script()
             .request()
             .send(answer(R"({"token":"acc3ss","refreshToken":"refr3sh","expires_in":0})"))
             .close(),
         Script().request().until_peer_leaves(),
         Script()
             .request()
             .send("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
             .close()}
    );
    Latch latch;
    latch.set("PW", "wonderland");
    REQUIRE(
        latch
            .run(
                {"login",
                 "@app",
                 "--json",
                 "--refresh-url=/renew",
                 server.url("/login"),
                 "alice",
                 "--auth-from=env:PW"}
            )
            .exit_code == 0
    );
    const std::string before = latch.session("app");
    const Ran me = latch.run({"@app", "--timeout=0.2", "/api/me"});
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("the server that signs in does not answer"));
    CHECK(latch.session("app") == before);
    CHECK_THAT(server.received(1).bytes, Contains("POST /renew"));
    CHECK_THAT(server.received(2).bytes, !Contains("Authorization"));
}

TEST_CASE("token staying: a clock that is two days off does no harm", "[cli]") {
    for (const auto skew : {-48h, 48h}) {
        INFO(skew.count());
        const auto theirs = std::chrono::system_clock::now() + skew;
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(theirs.time_since_epoch()).count();
        const std::time_t stamp = seconds;
        std::tm parts{};
        ::gmtime_r(&stamp, &parts);
        std::array<char, 40> date{};
        std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
        const std::string token = a_jwt(R"({"exp":)" + std::to_string(seconds + 3600) + '}');
        Server server([&](const Request& request) {
            return request.path() == "/login"
                       ? json(R"({"token":")" + token + R"("})").with("Date", date.data())
                       : json("{}");
        });
        Latch latch;
        REQUIRE(
            latch.run({"login", "@app", "--json", server.url("/login"), "alice:pw"}).exit_code == 0
        );
        CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
        CHECK(server.requests().size() == 2);
        CHECK(server.request(1).header("Authorization") == "Bearer " + token);
    }
}

namespace {

/// An API whose logins hand out what `give` puts into an answer, anew each time.
Server handing_out(std::function<void(Response&, int number)> give) {
    auto logins = std::make_shared<std::atomic<int>>(0);
    return Server([give = std::move(give), logins](const Request& request) {
        Response response = json("{}");
        if (request.path() == "/auth/login") {
            give(response, ++*logins);
        }
        return response;
    });
}

std::string ending_in(std::chrono::seconds lifetime, int number) {
    const auto end = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch() + lifetime
    );
    return a_jwt(
        R"({"n":)" + std::to_string(number) + R"(,"exp":)" + std::to_string(end.count()) + '}'
    );
}

/// The requests of a login and of one call after it, without those to places that do not refresh.
Words logged_in_and_called(const Server& server, const Latch& latch) {
    REQUIRE(
        latch
            .run(
                {"login",
                 "@app",
                 "--json",
                 server.url("/auth/login"),
                 "alice",
                 "--auth-from=env:PW"}
            )
            .exit_code == 0
    );
    REQUIRE(latch.run({"@app", server.url("/api/me")}).exit_code == 0);
    Words words;
    for (const Request& request : server.requests()) {
        if (request.path() == "/auth/login" || request.path() == "/api/me") {
            words.push_back(request.path());
        }
    }
    return words;
}

const Words renewed_ahead = {"/auth/login", "/auth/login", "/api/me"};
const Words not_renewed = {"/auth/login", "/api/me"};

} // namespace

TEST_CASE(
    "token staying: one in a header of its own, or a cookie, is renewed ahead, too", "[cli]"
) {
    struct Case {
        std::string why;
        std::chrono::seconds lifetime;
        bool is_cookie;
        Words requests;
    };

    const std::vector<Case> cases{
        {"a header that ends soon", 10s, false, renewed_ahead},
        {"a header that does not", 1h, false, not_renewed},
        {"a cookie that ends soon", 10s, true, renewed_ahead},
        {"a cookie that does not", 1h, true, not_renewed},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server = handing_out([&](Response& response, int number) {
            const std::string token = ending_in(c.lifetime, number);
            response.headers.emplace_back(
                c.is_cookie ? "Set-Cookie" : "X-Auth-Token",
                c.is_cookie ? "jwt=" + token + "; Path=/" : token
            );
        });
        Latch latch;
        latch.set("PW", "wonderland");
        CHECK(logged_in_and_called(server, latch) == c.requests);
    }
}

TEST_CASE("token staying: an opaque one that lives short is not renewed with each call", "[cli]") {
    for (const auto& [lifetime, requests] :
         {std::pair{"20", not_renewed}, std::pair{"0", renewed_ahead}}) {
        INFO(lifetime);
        Server server = handing_out([lifetime = lifetime](Response& response, int number) {
            response.body = R"({"access_token":"0paque-)" + std::to_string(number) +
                            R"(","expires_in":)" + lifetime + "}";
        });
        Latch latch;
        latch.set("PW", "wonderland");
        CHECK(logged_in_and_called(server, latch) == requests);
    }
}
