// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/demo_server.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

/// "/set" hands a cookie out, everything else tells which cookies came.
Response cookie_desk(const Request& request) {
    if (request.path() == "/set") {
        return reply("set").with("Set-Cookie", "id=1; Path=/");
    }
    return reply(request.header("Cookie").value_or("none"));
}

} // namespace

TEST_CASE("sessions: cookies go from one run to the next", "[cli][parity]") {
    Server server(cookie_desk);
    const Latch latch;
    CHECK(latch.run({"@s", server.url("/set")}).out == "set");
    CHECK(latch.run({"@s", server.url("/x")}).out == "id=1");
    CHECK(latch.run({"--session=s", server.url("/x")}).out == "id=1");
    CHECK(latch.run({"--session-read-only=s", server.url("/x")}).out == "id=1");
    CHECK(latch.run({"@other", server.url("/x")}).out == "none");
    CHECK(latch.run({server.url("/x")}).out == "none");
    CHECK(latch.run({"--session=s", "--no-session", server.url("/x")}).out == "none");
    CHECK(
        latch.run({"--session-read-only=s", "--no-session-read-only", server.url("/x")}).out ==
        "none"
    );
}

TEST_CASE("sessions: log in once, and every later line is signed in", "[cli]") {
    DemoApplication application;
    Server server([&](const Request& request) { return application(request); });
    const Latch latch;
    CHECK(latch.run({"@demo", server.url("/api/me")}).exit_code == 7);
    const std::string token = latch.run({"@demo", "--body", server.url("/csrf")}).out;
    const auto begin = token.find("\"token\":\"") + 9;
    const Words login{
        "@demo",
        "--form",
        server.url("/login"),
        "username=alice",
        "password=wonderland",
        "_csrf=" + token.substr(begin, token.find('"', begin) - begin),
    };
    CHECK(latch.run(login).exit_code == 3); // to where the login came from
    const Ran ran = latch.run({"@demo", "/api/me"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("alice") != std::string::npos);
}

TEST_CASE("sessions: the first origin is the base of paths", "[cli][parity]") {
    Server server([](const Request& request) { return reply(request.target); });
    const Latch latch;
    latch.run({"@s", server.url("/api/x")});
    CHECK(latch.run({"@s", "/y?z"}).out == "/y?z");
    CHECK(latch.run({"@s", "PUT", "/y"}).out == "/y");
    latch.write("b.json", R"({"latch": {"session": 1}, "base": ")" + server.url("/api/") + "\"}");
    CHECK(latch.run({"--session=./b.json", "/y"}).out == "/api/y");
}

TEST_CASE("sessions: read-only neither makes nor changes a file", "[cli]") {
    Server server(cookie_desk);
    const Latch latch;
    CHECK(latch.run({"--session-read-only=s", server.url("/set"), "X:y"}).out == "set");
    CHECK(names_in(latch.home()).empty());
    latch.run({"@s", server.url("/x")});
    const std::string before = latch.session("s");
    CHECK(latch.run({"--session-read-only=s", server.url("/set"), "X:y"}).out == "set");
    CHECK(latch.session("s") == before);
}

TEST_CASE("sessions: headers and credentials are remembered", "[cli][parity]") {
    Server server([](const Request& /*request*/) { return reply("ok"); });
    const Latch latch;
    latch.run(
        {"@s",
         "--auth=bob:pw",
         server.url(),
         "X-Tenant:acme",
         "If-Match:x",
         "Content-Language:en",
         "Cookie:a=b"}
    );
    latch.run({"@s", server.url()});
    const Request again = server.request(1);
    CHECK(again.header("X-Tenant") == "acme");
    CHECK(again.header("Authorization") == "Basic Ym9iOnB3");
    CHECK_FALSE(again.header("If-Match"));
    CHECK_FALSE(again.header("Content-Language"));
    CHECK_FALSE(again.header("Cookie"));
    latch.run({"@s", server.url(), "X-Tenant:", "Authorization:"});
    CHECK_FALSE(server.request(2).header("X-Tenant"));
    CHECK_FALSE(server.request(2).header("Authorization"));
    latch.run({"@s", "--bearer=t0k", server.url(), "X-Tenant:other"});
    latch.run({"@s", server.url()});
    CHECK(server.request(4).header("X-Tenant") == "other");
    CHECK(server.request(4).header("Authorization") == "Bearer t0k");
}

TEST_CASE("sessions: what belongs to one origin is not sent to another", "[cli][pitfall]") {
    Server other(cookie_desk);
    Server first([&](const Request& request) {
        return request.path() == "/away" ? redirect(other.url("/x"))
                                         : reply("set").with("Set-Cookie", "id=1");
    });
    const Latch latch;
    latch.run({"@s", "--auth=bob:pw", first.url(), "X-Tenant:acme"});
    CHECK(latch.run({"@s", other.url("/x")}).out == "none");
    CHECK(latch.run({"@s", "--follow", first.url("/away")}).out == "none");
    CHECK(first.request(1).header("X-Tenant") == "acme");
    CHECK(first.request(1).header("Cookie") == "id=1");
    for (const Request& request : other.requests()) {
        CHECK_FALSE(request.header("Authorization"));
        CHECK_FALSE(request.header("X-Tenant"));
        CHECK_FALSE(request.header("Cookie"));
    }
}

TEST_CASE("sessions: a cookie set on the way is sent on the way", "[cli]") {
    Server server([](const Request& request) {
        return request.path() == "/" ? redirect("/x").with("Set-Cookie", "id=1; Path=/")
                                     : reply(request.header("Cookie").value_or("none"));
    });
    const Latch latch;
    CHECK(latch.run({"@s", "--follow", server.url()}).out == "id=1");
    CHECK(latch.run({"--follow", server.url()}).out == "id=1");
    CHECK(latch.session("s").find("\"id\"") != std::string::npos);
}

TEST_CASE("sessions: a cookie that the server takes back is gone", "[cli]") {
    Server server([](const Request& request) {
        return request.path() == "/out" ? reply("out").with("Set-Cookie", "id=; Path=/; Max-Age=0")
                                        : cookie_desk(request);
    });
    const Latch latch;
    latch.run({"@s", server.url("/set")});
    latch.run({"@s", server.url("/out")});
    CHECK(latch.run({"@s", server.url("/x")}).out == "none");
}

TEST_CASE("sessions: an XSRF-TOKEN is answered by itself", "[cli]") {
    Server server([](const Request& /*request*/) {
        return reply("ok").with("Set-Cookie", "XSRF-TOKEN=abc; Path=/");
    });
    const Latch latch;
    latch.run({"@s", server.url()});
    latch.run({"@s", server.url(), "a=b"});
    CHECK(server.request(1).header("X-XSRF-TOKEN") == "abc");
}

TEST_CASE("sessions: what comes too late for a session is said to be lost", "[cli]") {
    struct Case {
        std::string_view why;
        Words meanwhile;
    };

    const std::vector<Case> cases = {
        {"renamed", {"session", "rename", "s", "t"}},
        {"cleared", {"session", "clear", "s"}},
        {"removed", {"session", "remove", "--yes", "s"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        Server server([&](const Request& request) {
            if (request.path() == "/late") {
                latch.run(c.meanwhile);
            }
            return reply("ok").with("Set-Cookie", "id=1; Path=/");
        });
        latch.run({"@s", server.url("/")});
        const Ran ran = latch.run({"@s", server.url("/late")});
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == "ok");
        CHECK(
            ran.err == "latch: what the server handed out was not saved\n"
                       "  the session was removed, renamed or cleared during the request\n"
        );
        CHECK(latch.run({"-qq", "@s", server.url("/x")}).err.empty());
    }
}

TEST_CASE("sessions: what is not there any more is not cleared into being", "[cli]") {
    const Latch latch;
    std::filesystem::create_directories(latch.session_file("s").parent_path());
    std::filesystem::create_symlink("nowhere.json", latch.session_file("s"));
    const Ran ran = latch.run({"session", "clear", "s"});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot clear the session ");
    CHECK(names_in(latch.session_file("s").parent_path()) == Words{"s.json"});
}
