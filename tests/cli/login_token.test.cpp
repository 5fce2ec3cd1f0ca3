// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/jwt.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

namespace {

/// Ends so long from now.
std::string token_for(std::chrono::seconds lifetime) {
    const auto end = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now().time_since_epoch() + lifetime
    );
    return a_jwt(R"({"sub":"alice","exp":)" + std::to_string(end.count()) + '}');
}

Response json(std::string body, unsigned status = 200) {
    Response response = reply(std::move(body), "application/json");
    response.status = status;
    return response;
}

std::string in_json(const std::string& token) {
    return R"({"accessToken":")" + token + R"(","refreshToken":"r3fresh-it"})";
}

/// An API: a login that answers this, and one place that wants this Authorization.
Server::Handler api(Response answer, std::string authorization) {
    return [answer = std::move(answer),
            authorization = std::move(authorization)](const Request& request) {
        if (request.path() == "/api/login") {
            return answer;
        }
        const bool is_known = request.header("Authorization") == authorization;
        return is_known ? json(R"({"user":"alice"})") : json("{}", 401);
    };
}

Words in_words(const Server& server) {
    Words words;
    for (const Request& request : server.requests()) {
        words.push_back(request.method + ' ' + request.path());
    }
    return words;
}

Json origin_of(const Latch& latch) {
    return Json::parse(latch.session("app"))["origins"].begin().value();
}

/// Signs in as alice; her password is in the variable PW.
Ran sign_in(Latch& latch, const Server& server, const Words& more = {"--json"}) {
    latch.set("PW", "wonderland");
    Words words{"login", "@app", server.url("/api/login"), "alice", "--auth-from=env:PW"};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

} // namespace

TEST_CASE("login token: one POST of JSON, and later requests carry the token", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server server(api(json(in_json(token)), "Bearer " + token));
    Latch latch;
    const Ran ran = sign_in(latch, server);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, StartsWith("signed in at " + server.url("") + " as alice until 20"));
    CHECK(ran.err.empty());
    CHECK(server.request(0).method == "POST");
    CHECK(server.request(0).header("Content-Type") == "application/json");
    CHECK(server.request(0).body == R"({"username":"alice","password":"wonderland"})");
    CHECK_THAT(server.request(0).header("Accept").value_or(""), StartsWith("application/json"));

    const Json origin = origin_of(latch);
    CHECK(origin["auth"]["type"] == "bearer");
    CHECK(origin["auth"]["secret"] == token);
    CHECK(origin["auth"]["refresh"] == "r3fresh-it");
    CHECK(origin["auth"].contains("expires"));
    CHECK(origin["login"] == Json::parse(R"({"type": "json", "page": "/api/login", "user": "alice",
                                           "secret": {"env": "PW"}})"));
    CHECK_THAT(latch.session("app"), !Contains("wonderland"));
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 0);
    CHECK(me.out == R"({"user":"alice"})");
    CHECK(in_words(server) == Words{"POST /api/login", "GET /api/me"});
}

TEST_CASE("login token: the token goes to no other server", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server other([](const Request&) { return reply("hi"); });
    Server server(api(json(in_json(token)), "Bearer " + token));
    Latch latch;
    REQUIRE(sign_in(latch, server).exit_code == 0);
    CHECK(latch.run({"@app", other.url("/")}).exit_code == 0);
    CHECK_FALSE(other.request(0).header("Authorization"));
}

TEST_CASE("login token: the same login again, with the same names and fields", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server server(api(json(in_json(token)), "Bearer " + token));
    Latch latch;
    const Ran first = sign_in(latch, server, {"--json", "email=", "secret=", "tenant=acme"});
    INFO(first.err);
    CHECK(first.exit_code == 0);
    const std::string sent = R"({"email":"alice","secret":"wonderland","tenant":"acme"})";
    CHECK(server.request(0).body == sent);
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
    CHECK(server.request(1).method == "POST");
    CHECK(server.request(1).body == sent);
    // A token that may have ended is no part of asking for another.
    CHECK_FALSE(server.request(1).header("Authorization"));
    CHECK(latch.run({"login", "@app", server.url("/api/login"), "alice"}).exit_code == 0);
    CHECK(server.request(2).body == sent);
}

TEST_CASE("login token: a refusal is exit code 7, and is not tried again", "[cli]") {
    Server server(api(json(R"({"message":"Bad credentials"})", 401), ""));
    Latch latch;
    const Ran ran = sign_in(latch, server);
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    check_error(ran.err, "login refused at " + server.url("/api/login"));
    CHECK_THAT(ran.err, Contains("401: Bad credentials"));
    const Ran again = sign_in(latch, server);
    CHECK(again.exit_code == 7);
    check_error(again.err, "the login is not tried again");
    CHECK(server.requests().size() == 1);
    CHECK(sign_in(latch, server, {"--json", "--force"}).exit_code == 7);
    CHECK(server.requests().size() == 2);
    CHECK_FALSE(origin_of(latch).contains("auth"));
    CHECK_FALSE(origin_of(latch)["login"].contains("type"));
}

TEST_CASE("login token: what is no token is exit code 7, and nothing is stored", "[cli]") {
    struct Case {
        std::string why;
        Response answer;
        std::string error;
    };

    const std::vector<Case> cases{
        {"a page with 200", reply("<h1>hello", "text/html"), "neither JSON nor a token"},
        {"a login page",
         reply(R"(<form><input name=u><input type=password name=p></form>)", "text/html"),
         "it is a login page"},
        {"JSON without one", json(R"({"user":"alice"})"), "none under a name that is known"},
        {"JSON that breaks off", json(R"({"token":"abc)"), "neither JSON nor a token"},
        {"nothing", json("", 204), "it is empty"},
        {"a token of 100 KB", json(in_json(std::string(100'000, 'x'))), "longer than 64 KiB"},
        {"a redirect", redirect("/login?error"), "takes no JSON"},
        {"a bug", json(R"({"message":"no database"})", 500), "500: no database"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(api(c.answer, ""));
        Latch latch;
        const Ran ran = sign_in(latch, server);
        CHECK(ran.exit_code == 7);
        CHECK(ran.out.empty());
        check_error(ran.err, "");
        CHECK_THAT(ran.err, Contains(c.error));
        const std::string file = content(latch.session_file("app"));
        CHECK_THAT(file, !Contains("bearer"));
        CHECK_THAT(file, !Contains("\"login\""));
    }
}

TEST_CASE("login token: nobody there, and the session stays as it was", "[cli]") {
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", "--json", "http://127.0.0.1:1/x", "alice", "--auth-from=env:PW"}
        );
    CHECK(ran.exit_code == 1);
    CHECK_FALSE(std::filesystem::exists(latch.session_file("app")));
}

TEST_CASE("login token: a cookie carries itself, X-Auth-Token its header", "[cli]") {
    Latch latch;
    Server by_cookie([](const Request& request) {
        return request.path() == "/api/login"
                   ? json("{}").with("Set-Cookie", "jwt=c00kie-t0ken-value; Path=/; HttpOnly")
                   : reply("hi");
    });
    const Ran ran = sign_in(latch, by_cookie);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("as alice until the server ends the session"));
    latch.run({"@app", "/x"});
    CHECK(by_cookie.request(1).header("Cookie") == "jwt=c00kie-t0ken-value");
    CHECK_FALSE(by_cookie.request(1).header("Authorization"));
    CHECK(latch.run({"token", "@app"}).out == "c00kie-t0ken-value\n");

    Latch other;
    Server by_header([](const Request& request) {
        return request.path() == "/api/login" ? json("{}").with("X-Auth-Token", "s3ssion-id")
                                              : reply("hi");
    });
    CHECK(sign_in(other, by_header).exit_code == 0);
    other.run({"@app", "/x"});
    CHECK(by_header.request(1).header("X-Auth-Token") == "s3ssion-id");
    CHECK(other.run({"token", "@app"}).out == "s3ssion-id\n");
}

TEST_CASE("login token: neither password nor token gets onto the terminal", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server server(api(json(in_json(token)), "Bearer " + token));
    Latch latch;
    const Ran ran =
        latch.run({"login", "@app", "--json", "-v", server.url("/api/login"), "alice:wonderland"});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("the password is kept in clear"));
    CHECK_THAT(ran.err, Contains("POST " + server.url("/api/login") + ": 200"));
    CHECK_THAT(ran.out + ran.err, !Contains("wonderland"));
    const Ran shown = latch.run({"session", "show", "app"});
    CHECK_THAT(shown.out, Contains("json at /api/login, user alice, password ****"));
    CHECK_THAT(shown.out, !Contains(token));
    CHECK_THAT(shown.out, !Contains("r3fresh-it"));
    const Ran session = latch.run({"@app", "-v", "/api/me"});
    CHECK_THAT(session.out + session.err, !Contains(token));
}

TEST_CASE("login token: a form login at the same server does without the old token", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server server([&](const Request& request) {
        if (request.path() == "/api/login") {
            return json(in_json(token));
        }
        if (request.method == "POST") {
            return redirect("/").with("Set-Cookie", "JSESSIONID=2; Path=/");
        }
        return reply(
            R"(<form method=post action=/login><input name=u><input type=password name=p></form>)",
            "text/html"
        );
    });
    Latch latch;
    REQUIRE(sign_in(latch, server).exit_code == 0);
    const Ran ran =
        latch.run({"login", "@app", server.url("/login"), "alice", "--auth-from=env:PW"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_FALSE(server.request(1).header("Authorization"));
    CHECK_FALSE(origin_of(latch).contains("auth"));
}

TEST_CASE("login token: logout forgets it, and says that nothing was sent", "[cli]") {
    const std::string token = token_for(std::chrono::hours(1));
    Server server(api(json(in_json(token)), "Bearer " + token));
    Latch latch;
    REQUIRE(sign_in(latch, server).exit_code == 0);
    const Ran ran = latch.run({"logout", "@app"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "signed out of " + server.url("") + '\n');
    CHECK_THAT(ran.err, Contains("nothing was sent"));
    CHECK_FALSE(origin_of(latch).contains("auth"));
    CHECK(origin_of(latch)["login"]["user"] == "alice");
    CHECK(server.requests().size() == 1);
    CHECK(latch.run({"token", "@app"}).exit_code == 7);
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
}

TEST_CASE("login basic: the credentials are tried, then kept", "[cli]") {
    Server server(api(json("{}"), "Basic YWxpY2U6d29uZGVybGFuZA=="));
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", "--basic", server.url("/api/me"), "alice", "--auth-from=env:PW"}
        );
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "signed in at " + server.url("") + " as alice with each request\n");
    CHECK(
        origin_of(latch)["auth"] ==
        Json::parse(R"({"type": "basic", "user": "alice", "secret": {"env": "PW"}})")
    );
    CHECK_FALSE(origin_of(latch).contains("login"));
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("login basic: what is refused is not kept, and not tried again", "[cli]") {
    Server server(api(json("{}"), "Basic YWxpY2U6d29uZGVybGFuZA=="));
    Latch latch;
    const Words words{
        "login", "@app", "--auth-type=basic", server.url("/api/me"), "alice:wr0ng-one"};
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 7);
    check_error(ran.err, "login refused at " + server.url("/api/me"));
    CHECK_FALSE(origin_of(latch).contains("auth"));
    CHECK_THAT(latch.session("app"), !Contains("wr0ng-one"));
    CHECK(latch.run(words).exit_code == 7);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("login bearer: a token is tried, then kept", "[cli]") {
    Server server(api(json("{}"), "Bearer t0ken-of-alice"));
    Latch latch;
    latch.set("TOKEN", "t0ken-of-alice");
    const Ran ran = latch.run(
        {"login", "@app", "--auth-type=bearer", "--auth-from=env:TOKEN", server.url("/api/me")}
    );
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("by token for as long as the server takes the token"));
    CHECK(
        origin_of(latch)["auth"] == Json::parse(R"({"type": "bearer", "secret": {"env": "TOKEN"}})")
    );
    CHECK(latch.run({"token", "@app"}).out == "t0ken-of-alice\n");
    const Ran wrong = latch.run({"login", "@new", "--bearer=n0-token", server.url("/api/me")});
    CHECK(wrong.exit_code == 7);
    CHECK_THAT(wrong.err, !Contains("n0-token"));
}
