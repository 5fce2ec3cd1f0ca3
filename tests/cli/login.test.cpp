// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/demo_server.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

namespace {

/// An application as Spring makes them: one user, alice with the password wonderland.
Server::Handler spring() {
    return [application = std::make_shared<DemoApplication>()](const Request& request) {
        return (*application)(request);
    };
}

Words in_words(const Server& server, std::size_t from = 0) {
    Words words;
    for (const Request& request : server.requests()) {
        words.push_back(request.method + ' ' + request.path());
    }
    return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

Json file(const Latch& latch) {
    return Json::parse(latch.session("app"));
}

Json login_in(const Latch& latch) {
    return file(latch)["origins"].begin().value()["login"];
}

/// Signs in as alice; her password is in the variable PW.
Ran sign_in(Latch& latch, const Server& server, const Words& more = {}) {
    latch.set("PW", "wonderland");
    Words words{"login", "@app", server.url("/login"), "alice", "--auth-from=env:PW"};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

} // namespace

TEST_CASE("login: one command, and later ones are signed in", "[cli]") {
    Server server(spring());
    Latch latch;
    const Ran ran = sign_in(latch, server);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        ran.out ==
        "signed in at " + server.url("") + " as alice until the server ends the session\n"
    );
    CHECK(ran.err.empty());
    CHECK(in_words(server) == Words{"GET /login", "POST /login"});
    CHECK_FALSE(server.request(0).header("Cookie"));
    CHECK_FALSE(server.request(1).header("X-CSRF-TOKEN"));
    CHECK(server.request(1).header("Content-Type") == "application/x-www-form-urlencoded");
    CHECK_THAT(server.request(1).body, StartsWith("username=alice&password=wonderland&_csrf="));
    CHECK(login_in(latch) == Json::parse(R"({"type": "form", "page": "/login", "user": "alice",
                                             "secret": {"env": "PW"}})"));
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.out, Contains("alice"));
    CHECK(in_words(server, 2) == Words{"GET /api/me"});
}

TEST_CASE("login: a page that needs one will do", "[cli]") {
    Server server(spring());
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", server.url("/api/me"), "alice", "--auth-from=env:PW"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(in_words(server) == Words{"GET /api/me", "GET /login", "POST /login"});
    CHECK(login_in(latch)["page"] == "/login");
}

TEST_CASE("login: parameters of the session go with the page, and are not kept with it", "[cli]") {
    Server server(spring());
    Latch latch;
    latch.set("PW", "wonderland");
    latch.run({"session", "set", "app", "base=" + server.url("/"), "key==k1"});
    latch.run({"login", "@app", server.url("/login"), "alice", "--auth-from=env:PW"});
    for (int again = 0; again < 2; ++again) {
        const Ran ran = latch.run({"login", "@app"});
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(login_in(latch)["page"] == "/login");
    }
    CHECK(server.requests().at(4).target == "/login?key=k1");
}

TEST_CASE("login: again, without a word", "[cli]") {
    Server server(spring());
    Latch latch;
    sign_in(latch, server);
    const auto before = file(latch)["cookies"];
    const Ran again = latch.run({"login", "@app"});
    INFO(again.err);
    CHECK(again.exit_code == 0);
    CHECK(in_words(server, 2) == Words{"GET /login", "POST /login"});
    CHECK(file(latch)["cookies"] != before);
}

TEST_CASE("login: a refusal is exit code 7, and is not tried again", "[cli]") {
    Server server(spring());
    Latch latch;
    const Words words{"login", "@app", server.url("/login"), "alice", "--auth-from=env:PW"};
    latch.set("PW", "wr0ng-one");
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    check_error(ran.err, "login refused at " + server.url("/login"));
    CHECK_THAT(ran.err, Contains("bad credentials"));
    CHECK_FALSE(login_in(latch).contains("type"));
    CHECK_THAT(latch.session("app"), !Contains("wr0ng-one"));

    const Ran second = latch.run(words);
    CHECK(second.exit_code == 7);
    check_error(second.err, "the login is not tried again");
    CHECK_THAT(second.err, Contains("--force"));
    CHECK(in_words(server) == Words{"GET /login", "POST /login"});

    Words forced = words;
    forced.emplace_back("--force");
    CHECK(latch.run(forced).exit_code == 7);
    CHECK(in_words(server, 2) == Words{"GET /login", "POST /login"});

    latch.set("PW", "wonderland");
    CHECK(latch.run(words).exit_code == 0);
    CHECK_FALSE(login_in(latch).contains("refused"));
}

TEST_CASE("login: what fails leaves the recipe and what was typed before", "[cli]") {
    Server server(spring());
    Latch latch;
    sign_in(latch, server);
    const Json before = login_in(latch);
    latch.set("OTHER", "wr0ng-one");
    const Ran ran = latch.run(
        {"login", "@app", server.url("/login"), "eve", "--auth-from=env:OTHER", "X-New:1", "pin=1"}
    );
    CHECK(ran.exit_code == 7);
    Json after = login_in(latch);
    CHECK(after["refused"]["user"] == "eve");
    after.erase("refused");
    CHECK(after == before);
    CHECK_THAT(latch.session("app"), !Contains("X-New"));
}

TEST_CASE("login: a password that was typed is kept with a warning, and never shown", "[cli]") {
    Server server(spring());
    Latch latch;
    const Ran ran = latch.run({"login", "@app", server.url("/login"), "alice:wonderland", "-v"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("the password is kept in clear"));
    CHECK_THAT(ran.err, Contains("POST " + server.url("/login") + ": 302"));
    CHECK_THAT(ran.out + ran.err, !Contains("wonderland"));
    CHECK(login_in(latch)["secret"] == "wonderland");
    const Ran shown = latch.run({"session", "show", "app"});
    CHECK_THAT(shown.out, Contains("form at /login, user alice, password ****"));
    CHECK_THAT(shown.out, !Contains("wonderland"));
}

TEST_CASE("login: a descriptor is for this run, a prompt for the next", "[cli]") {
    Server server(spring());
    Latch latch;
    const Ran ran = latch.run(
        {"login", "@app", server.url("/login"), "alice", "--auth-from=fd:0"},
        {.in = PipedInput{"wonderland\n"}}
    );
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(login_in(latch)["secret"] == Json{{"prompt", "password for alice@127.0.0.1"}});
}

TEST_CASE("login: nothing is asked for without a terminal, and nothing sent", "[cli]") {
    Server server(spring(), {.at_least = 0, .at_most = 0});
    const Latch latch;
    const Ran ran = latch.run({"login", "@app", server.url("/login"), "alice"});
    CHECK(ran.exit_code == 64);
    CHECK_THAT(ran.err, Contains("--auth-from"));
    const Ran nobody = latch.run({"login", "@app", server.url("/login")});
    CHECK(nobody.exit_code == 64);
    check_error(nobody.err, "there is no user to log in");
    const Ran nowhere = latch.run({"login", "@app"});
    CHECK(nowhere.exit_code == 64);
    check_error(nowhere.err, "the session knows no login yet");
}

TEST_CASE("login: credentials of the URL are for the form", "[cli]") {
    Server server(spring());
    Latch latch;
    std::string url = server.url("/login");
    url.insert(7, "alice:wonderland@");
    const Ran ran = latch.run({"login", "@app", url, "-q"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK_FALSE(server.request(0).header("Authorization"));
    CHECK_FALSE(file(latch)["origins"].begin().value().contains("auth"));
}

TEST_CASE("login: fields are sent, and sent again by the same login", "[cli]") {
    Server server(spring());
    Latch latch;
    CHECK(sign_in(latch, server, {"remember-me=on", "X-Tenant:acme"}).exit_code == 0);
    CHECK_THAT(server.request(1).body, Contains("&remember-me=on"));
    CHECK(server.request(1).header("X-Tenant") == "acme");
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
    CHECK_THAT(server.request(3).body, Contains("&remember-me=on"));
    CHECK(server.request(3).header("X-Tenant") == "acme");
}

TEST_CASE("login: no server, no page, no form", "[cli]") {
    Latch latch;
    latch.set("PW", "wonderland");
    Server server([](const Request& request) {
        return request.path() == "/" ? reply("<p>hello", "text/html")
                                     : redirect("http://sso.test/");
    });
    const Ran no_form =
        latch.run({"login", "@app", server.url("/"), "alice", "--auth-from=env:PW"});
    CHECK(no_form.exit_code == 7);
    check_error(no_form.err, "there is no login form at " + server.url("/"));
    const Ran elsewhere =
        latch.run({"login", "@app", server.url("/x"), "alice", "--auth-from=env:PW"});
    CHECK(elsewhere.exit_code == 7);
    CHECK_THAT(elsewhere.err, Contains("http://sso.test/"));
    const Ran nobody =
        latch.run({"login", "@new", "http://127.0.0.1:1/login", "alice", "--auth-from=env:PW"});
    CHECK(nobody.exit_code == 1);
    CHECK_FALSE(std::filesystem::exists(latch.session_file("new")));
}

TEST_CASE("login: a page of 50 MB is read as far as pages are", "[cli]") {
    Server server([](const Request&) {
        return reply("<form>" + std::string(50'000'000, 'x'), "text/html");
    });
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran = latch.run({"login", "@app", server.url("/"), "alice", "--auth-from=env:PW"});
    CHECK(ran.exit_code == 7);
}

TEST_CASE("logout: on the server, and in the session", "[cli]") {
    Server server(spring());
    Latch latch;
    sign_in(latch, server);
    const Ran ran = latch.run({"logout", "@app"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "signed out of " + server.url("") + '\n');
    CHECK(in_words(server, 2) == Words{"GET /logout", "GET /login", "POST /logout"});
    CHECK_FALSE(server.request(4).header("X-CSRF-TOKEN"));
    CHECK(file(latch)["cookies"].empty());
    CHECK(login_in(latch)["user"] == "alice");
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 7);
    const Ran again = latch.run({"logout", "@app", server.url("/")});
    CHECK(again.exit_code == 0);
}

TEST_CASE("logout: where the server has none, the cookies are forgotten all the same", "[cli]") {
    Server server([](const Request& request) {
        Response none = reply("no");
        none.status = 404;
        return request.path() == "/start" ? reply("hi").with("Set-Cookie", "session=1; Path=/")
                                          : none;
    });
    Latch latch;
    latch.run({"@app", server.url("/start")});
    const Ran ran = latch.run({"logout", "@app"});
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, StartsWith("latch: there is no logout at " + server.url("/logout")));
    CHECK_THAT(ran.err, Contains("forgotten all the same"));
    CHECK(file(latch)["cookies"].empty());
    const std::size_t before = server.requests().size();
    const Ran nobody = latch.run({"logout", "@app"});
    CHECK(nobody.exit_code == 0);
    CHECK(nobody.out == "nobody is signed in at " + server.url("") + '\n');
    CHECK(server.requests().size() == before);
}

TEST_CASE("logout: a server that only knows a GET for it is remarked on", "[cli]") {
    Server server([](const Request& request) {
        Response wrong = reply("no");
        wrong.status = 405;
        if (request.path() == "/start") {
            return reply("hi").with("Set-Cookie", "session=1; Path=/");
        }
        return request.method == "GET" ? reply("bye") : wrong;
    });
    Latch latch;
    latch.run({"@app", server.url("/start")});
    const Ran ran = latch.run({"logout", "@app"});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("takes no POST"));
    CHECK(file(latch)["cookies"].empty());
}

TEST_CASE("logout: without an answer nothing is forgotten", "[cli]") {
    Latch latch;
    {
        Server server([](const Request&) {
            return reply("hi").with("Set-Cookie", "session=1; Path=/");
        });
        latch.run({"@app", server.url("/")});
    }
    const Ran ran = latch.run({"logout", "@app"});
    CHECK(ran.exit_code == 1);
    CHECK(file(latch)["cookies"].size() == 1);
}
