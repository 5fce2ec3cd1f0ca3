// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <atomic>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

Response json(std::string body, unsigned status = 200) {
    Response response = reply(std::move(body), "application/json");
    response.status = status;
    return response;
}

Response page(unsigned status, std::string text = "<h1>no") {
    Response response = reply(std::move(text), "text/html");
    response.status = status;
    return response;
}

Words asked(const Server& server, std::size_t from = 0) {
    Words words;
    for (std::size_t at = from; at < server.requests().size(); ++at) {
        words.push_back(server.request(at).method + ' ' + server.request(at).path());
    }
    return words;
}

std::string cookie_of(const Request& request, const std::string& name) {
    const std::string all = "; " + request.header("Cookie").value_or("") + ";";
    const std::size_t at = all.find("; " + name + '=');
    const std::size_t value = at + name.size() + 3;
    return at == std::string::npos ? "" : all.substr(value, all.find(';', value) - value);
}

const std::string credentials = R"({"username":"alice","password":"wonderland"})";

Ran log_in(Latch& latch, const std::string& url, const Words& more = {}) {
    latch.set("PW", "wonderland");
    Words words{"login", "@app", "--json", url, "alice", "--auth-from=env:PW"};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

/// A login that gives a session and no token: the session of that number is good.
class Sessions {
public:
    explicit Sessions(Response welcome) : welcome_(std::move(welcome)) {}

    Server::Handler handler() {
        return [this](const Request& request) -> Response {
            if (request.path() == "/api/login") {
                if (request.body != credentials) {
                    return json(R"({"error":"no"})", 401);
                }
                Response welcome = welcome_;
                return welcome.with(
                    "Set-Cookie", "JSESSIONID=s" + std::to_string(++number_) + "; Path=/"
                );
            }
            const bool is_in = cookie_of(request, "JSESSIONID") == "s" + std::to_string(number_);
            return is_in ? json(R"({"made":)" + std::to_string(request.body.size()) + '}')
                         : json("{}", 401);
        };
    }

    void forget() { ++number_; }

private:
    Response welcome_;
    std::atomic<int> number_ = 0;
};

/// What Laravel's cookies look like.
const std::string sealed = "eyJpdiI6IjEyMzQ1Njc4OTAi";

/// Whether a request names a place of the application in Referer or Origin.
bool is_of_application(const Request& request) {
    const std::string own = "http://" + request.header("Host").value_or("");
    const std::string from =
        request.header("Referer").value_or(request.header("Origin").value_or(""));
    return from == own || from.starts_with(own + "/");
}

Response sanctum_login(const Request& request) {
    if (request.body != credentials) {
        return json(R"({"message":"These credentials do not match our records."})", 422);
    }
    Response in = page(204, "");
    return in.with("Set-Cookie", "laravel_session=" + sealed + "in; Path=/; HttpOnly");
}

/// Laravel with Sanctum for applications of one page: requests that name no place of their own in
/// Referer or Origin have no session (EnsureFrontendRequestsAreStateful).
Response sanctum(const Request& request) {
    if (request.path() == "/sanctum/csrf-cookie") {
        Response begun = page(204, "");
        return begun.with("Set-Cookie", "XSRF-TOKEN=" + sealed + "%3D; Path=/")
            .with("Set-Cookie", "laravel_session=" + sealed + "anonymous; Path=/; HttpOnly");
    }
    const bool is_stateful = is_of_application(request);
    const bool is_in = is_stateful && cookie_of(request, "laravel_session") == sealed + "in";
    if (request.method == "GET") {
        return is_in ? json(R"({"name":"alice"})") : json(R"({"message":"Unauthenticated."})", 401);
    }
    // The login has a session in any case; the API checks nothing of those that have none.
    const bool is_login = request.path() == "/login";
    if ((is_login || is_stateful) && request.header("X-XSRF-TOKEN") != sealed + "=") {
        return page(419);
    }
    return is_login ? sanctum_login(request) : json("{}", is_in ? 201 : 401);
}

} // namespace

TEST_CASE("login json: a session cookie signs in where there is no token", "[cli]") {
    for (const Response& welcome :
         {json(R"({"user":"alice","error":null})"), page(204, ""), reply("Welcome")}) {
        INFO(welcome.body);
        Sessions sessions(welcome);
        Server server(sessions.handler());
        Latch latch;
        const Ran ran = log_in(latch, server.url("/api/login"));
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK_THAT(ran.out, Contains("signed in at") && Contains("as alice"));
        CHECK(latch.run({"@app", server.url("/api/items")}).exit_code == 0);
        CHECK(asked(server) == Words{"POST /api/login", "GET /api/items"});
        const Ran token = latch.run({"token", "@app"});
        CHECK(token.exit_code == 7);
        CHECK(token.out.empty());
        CHECK_THAT(token.err, Contains("there is no token in the session"));
    }
}

TEST_CASE("login json: a session that is lost comes back by the same login", "[cli]") {
    Sessions sessions(json(R"({"user":"alice"})"));
    Server server(sessions.handler());
    Latch latch;
    REQUIRE(log_in(latch, server.url("/api/login")).exit_code == 0);
    sessions.forget();
    const Ran ran = latch.run({"@app", server.url("/api/items"), "a=b"});
    INFO(ran.err);
    CHECK(ran.out == R"({"made":9})");
    // The refusal may have been for want of a token; a page that wants a login says that it was
    // not.
    const Words way{
        "POST /api/login", "POST /api/items", "GET /login", "POST /api/login", "POST /api/items"};
    CHECK(asked(server) == way);
    CHECK(latch.run({"@app", server.url("/api/items")}).exit_code == 0);
    CHECK(server.requests().size() == way.size() + 1);
}

TEST_CASE("login json: a cookie is no success where the answer speaks against it", "[cli]") {
    struct Case {
        std::string why;
        Response answer;
        std::string err;
    };

    const std::vector<Case> cases{
        {"an error", json(R"({"error":"Bad credentials"})"), "Bad credentials"},
        {"no success", json(R"({"success":false})"), "success: false"},
        {"a second factor", json(R"({"two_factor":true})"), "two_factor: true"},
        {"a text", reply("Login failed"), "Login failed"},
        {"a page", page(200), "neither JSON nor a token"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Sessions sessions(c.answer);
        Server server(sessions.handler());
        Latch latch;
        const Ran ran = log_in(latch, server.url("/api/login"));
        CHECK(ran.exit_code == 7);
        CHECK_THAT(ran.err, Contains(c.err));
        CHECK(asked(server) == Words{"POST /api/login"});
    }
}

TEST_CASE("login json: a cookie that stays as it was proves nothing", "[cli]") {
    Server server([](const Request& /*request*/) {
        return json(R"({"user":"alice"})").with("Set-Cookie", "sessionid=same; Path=/");
    });
    Latch latch;
    latch.run({"@app", server.url("/start")});
    const Ran ran = log_in(latch, server.url("/api/login"));
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("there is no token") && Contains("the one that was there before"));
}

TEST_CASE("login json: CSRF protection before it is answered", "[cli]") {
    struct Case {
        std::string why;
        Response refusal; ///< of what comes without the token
        Response source;  ///< what /login shows
        std::string header, token;
        Words way;
    };

    const std::vector<Case> cases{
        {"Spring's session store: the login page has the token",
         page(403).with("Set-Cookie", "JSESSIONID=anonymous; Path=/"),
         page(200, "<form><input type=hidden name=_csrf value=t0k3n></form>"),
         "X-CSRF-TOKEN",
         "t0k3n",
         {"POST /api/login", "GET /login", "POST /api/login"}},
        {"Spring's cookie store: the refusal has it",
         page(403).with("Set-Cookie", "XSRF-TOKEN=t0k3n; Path=/"),
         page(404),
         "X-XSRF-TOKEN",
         "t0k3n",
         {"POST /api/login", "POST /api/login"}},
        {"Rails: what it has is for any request",
         page(422),
         page(200, "<meta name=csrf-token content=t0k3n>"),
         "X-CSRF-Token",
         "t0k3n",
         {"POST /api/login", "GET /login", "POST /api/login"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server([&](const Request& request) -> Response {
            if (request.method == "GET") {
                return request.path() == "/login" ? c.source : page(401);
            }
            if (request.header(c.header) != c.token) {
                return c.refusal;
            }
            const bool is_right = request.body == credentials;
            return is_right
                       ? json(R"({"user":"alice"})").with("Set-Cookie", "JSESSIONID=in; Path=/")
                       : json(R"({"message":"Bad credentials"})", 401);
        });
        Latch latch;
        const Ran ran = log_in(latch, server.url("/api/login"));
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(asked(server) == c.way);
    }
}

TEST_CASE("login json: a wrong password is sent once", "[cli]") {
    for (const Response& refusal :
         {json(R"({"message":"Bad credentials"})", 401), redirect("/login")}) {
        INFO(refusal.status);
        Server server([&](const Request& request) -> Response {
            Response shown = page(200, "<meta name=_csrf content=t0k3n>");
            return request.method == "GET" ? shown.with("Set-Cookie", "JSESSIONID=1; Path=/")
                                           : refusal;
        });
        Latch latch;
        latch.run({"@app", server.url("/start")});
        CHECK(log_in(latch, server.url("/api/login")).exit_code == 7);
        CHECK(asked(server, 1) == Words{"POST /api/login"});
    }
}

TEST_CASE("login json: a token of CSRF protection goes to no other server", "[cli]") {
    Server elsewhere(
        [](const Request& /*request*/) { return page(200, "<meta name=_csrf content=t0k3n>"); },
        {.at_least = 0}
    );
    Server server([&](const Request& request) -> Response {
        return request.method == "GET" ? redirect(elsewhere.url("/login")) : page(403);
    });
    Latch latch;
    CHECK(log_in(latch, server.url("/api/login")).exit_code == 7);
    CHECK(elsewhere.requests().empty());
    CHECK(asked(server) == Words{"POST /api/login", "GET /login", "GET /csrf", "GET /"});
}

TEST_CASE("login json: Laravel's Sanctum takes it for a page of its own", "[cli]") {
    Server server(sanctum);
    Latch latch;
    const Ran ran = log_in(latch, server.url("/login"));
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(asked(server) == Words{"POST /login", "GET /sanctum/csrf-cookie", "POST /login"});
    CHECK(latch.run({"@app", server.url("/api/user")}).out == R"({"name":"alice"})");
    CHECK(server.requests().back().header("Referer") == server.url("/"));
    CHECK(latch.run({"@app", server.url("/api/items"), "a=b"}).exit_code == 0);
    CHECK(server.requests().size() == 5);
}

TEST_CASE("login json: a Referer or an Origin that is typed counts, and stays at home", "[cli]") {
    Server elsewhere([](const Request& /*request*/) { return reply("there"); });
    Server server([&](const Request& request) -> Response {
        return request.path() == "/away"
                   ? redirect(elsewhere.url("/x"))
                   : reply("").with("Set-Cookie", "XSRF-TOKEN=" + sealed + "; Path=/");
    });
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const auto referer_with = [&](const std::string& item) {
        latch.run({"--session-read-only=s", server.url("/x"), item});
        return server.requests().back().header("Referer");
    };
    CHECK(referer_with("A:b") == server.url("/"));
    CHECK(referer_with("Referer:http://spa.test/") == "http://spa.test/");
    CHECK_FALSE(referer_with("Referer:"));
    CHECK_FALSE(referer_with("Origin:http://spa.test"));
    CHECK(latch.run({"-F", "@s", server.url("/away")}).out == "there");
    CHECK_FALSE(elsewhere.request(0).header("Referer"));
}

TEST_CASE("login json: values that are no text are sent as they are typed, and kept", "[cli]") {
    Server server([](const Request& request) -> Response {
        if (request.path() == "/api/authenticate") {
            return json(R"({"id_token":"t1"})");
        }
        return json("{}", request.header("Authorization") == "Bearer t1" ? 200 : 401);
    });
    Latch latch;
    const Words fields{"rememberMe:=true", "n:=1.50", R"(device:={"os":"x"})", "tenant=acme"};
    const Ran ran = log_in(latch, server.url("/api/authenticate"), fields);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    const std::string body = R"({"username":"alice","password":"wonderland","tenant":"acme",)"
                             R"("rememberMe":true,"n":1.50,"device":{"os":"x"}})";
    CHECK(server.request(0).body == body);
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
    CHECK(server.request(1).body == body);
    const Ran clear = log_in(latch, server.url("/api/authenticate"), {"password:=1234"});
    CHECK(clear.exit_code == 64);
    check_error(clear.err, "password is what the password is called");
    const Ran broken = log_in(latch, server.url("/api/authenticate"), {"rememberMe:=yes"});
    CHECK(broken.exit_code == 64);
    const Ran form = latch.run(
        {"login", "@f", "--form", server.url("/login"), "alice", "--auth-from=env:PW", "a:=1"}
    );
    CHECK(form.exit_code == 64);
    check_error(form.err, "a form has no JSON");
    CHECK(
        latch.run({"login", "@f", server.url("/login"), "alice", "--auth-from=env:PW", "a:=1"})
            .exit_code == 64
    );
    CHECK(server.requests().size() == 2);
}
