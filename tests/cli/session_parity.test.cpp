// SPDX-License-Identifier: MIT
// What man/latch-session.5 claims of requests' sessions, but for the network: tests/parity.md.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/digest_gate.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

Response okay(const Request& /*request*/) {
    return reply("ok");
}

} // namespace

TEST_CASE("session parity: headers stay, and are left away for one request", "[cli][parity]") {
    Server server(okay);
    const Latch latch;
    latch.run({"@s", server.url(), "X-Tenant:acme"});
    latch.run({"@s", "/x", "X-Tenant:"});
    latch.run({"@s", "/x"});
    CHECK(server.request(0).header("X-Tenant") == "acme");
    CHECK_FALSE(server.request(1).header("X-Tenant"));
    CHECK(server.request(2).header("X-Tenant") == "acme");
}

TEST_CASE("session parity: a query item is of one request", "[cli][parity]") {
    Server server(okay);
    const Latch latch;
    latch.run({"@s", server.url("/x"), "page==2"});
    latch.run({"@s", "/x"});
    CHECK(server.request(0).target == "/x?page=2");
    CHECK(server.request(1).target == "/x");
}

TEST_CASE(
    "session parity: parameters of a session are in each query, typed ones before them",
    "[cli][parity]"
) {
    Server other(okay);
    Server server([&](const Request& request) {
        return request.path() == "/on"     ? redirect("/there?x=y")
               : request.path() == "/away" ? redirect(other.url("/x"))
                                           : reply("ok");
    });
    const Latch latch;
    const std::string base = "base=" + server.url("");
    latch.run({"session", "set", "s", base, "lang==de", "page==1", "api_key==s3cret-word"});
    const std::vector<std::pair<Words, std::string>> cases = {
        {{"@s", "/x"}, "/x?lang=de&page=1&api_key=s3cret-word"},
        {{"@s", "/x?z=0", "page==2"}, "/x?z=0&lang=de&api_key=s3cret-word&page=2"},
        {{"@s", "/x", "lang==", "none=="}, "/x?page=1&api_key=s3cret-word&none="},
        {{"@s", "--follow", "/on"}, "/there?x=y"},
        {{"@s", "--follow", "/away"}, "/x"},
        {{"@s", other.url("/asked")}, "/asked"},
    };
    for (const auto& [words, target] : cases) {
        INFO(target);
        CHECK(latch.run(words).exit_code == 0);
        const bool is_away = target == "/x" || target == "/asked";
        CHECK((is_away ? other : server).requests().back().target == target);
    }
    latch.run({"session", "set", "s", "page==", "lang==en"});
    latch.run({"@s", "/x"});
    CHECK(server.requests().back().target == "/x?api_key=s3cret-word&lang=en");
}

TEST_CASE("session parity: parameters of a session are shown, but for secrets", "[cli][parity]") {
    const Latch latch;
    const std::string set = "base=http://a.test";
    latch.run({"session", "set", "s", set, "lang==german", "api_key==s3cret-word"});
    const std::string page = latch.run({"session", "show", "s"}).out;
    CHECK(page.find("  param   lang==****\n  param   api_key==****\n") != std::string::npos);
    const std::string whole = latch.run({"session", "show", "--show-secrets", "s"}).out;
    CHECK(whole.find("  param   api_key==s3cret-word\n") != std::string::npos);
    const Words shown{"--offline", "--curl"};
    for (const std::string& option : shown) {
        INFO(option);
        const std::string hidden = latch.run({"@s", option, "/x"}).out;
        CHECK(hidden.find("/x?lang=german&api_key=****") != std::string::npos);
        CHECK(hidden.find("s3cret") == std::string::npos);
        const std::string all = latch.run({"@s", option, "--show-secrets", "/x"}).out;
        CHECK(all.find("/x?lang=german&api_key=s3cret-word") != std::string::npos);
    }
}

TEST_CASE("session parity: auth stays, of each kind", "[cli][parity]") {
    struct Case {
        std::string why, setting, header;
    };

    const std::vector<Case> cases = {
        {"a password", "auth=bob:s3cret", "Basic Ym9iOnMzY3JldA=="},
        {"a token", "bearer=t0ken", "Bearer t0ken"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(okay);
        const Latch latch;
        latch.run({"session", "set", "s", "base=" + server.url(), c.setting});
        latch.run({"@s", "/x"});
        CHECK(server.request(0).header("Authorization") == c.header);
    }
}

TEST_CASE("session parity: digest stays, as it was set or typed", "[cli][parity]") {
    struct Case {
        std::string why;
        Words first;
    };

    const std::vector<Case> cases = {
        {"set", {"session", "set", "s", "base={url}", "auth=bob:s3:cret", "--auth-type=digest"}},
        {"typed", {"@s", "--auth=bob:s3:cret", "--auth-type=digest", "{url}"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        DigestGate gate({.algorithm = "SHA-256", .qop = "auth"});
        Server server([&](const Request& request) { return gate.answer(request); });
        const Latch latch;
        CHECK(latch.run(filled(c.first, server.url(""))).exit_code == 0);
        CHECK(latch.run({"@s", "/x"}).out == "welcome");
    }
}

TEST_CASE("session parity: a base with a path, to which paths are joined", "[cli][parity]") {
    Server server(okay);
    const Latch latch;
    latch.run({"session", "set", "s", "base=" + server.url("") + "/v2"});
    latch.run({"@s", "/me"});
    CHECK(server.request(0).target == "/v2/me");
}

TEST_CASE("session parity: cookies stay, and one that was typed does not", "[cli][parity]") {
    Server server([](const Request&) { return reply("ok").with("Set-Cookie", "got=1"); });
    const Latch latch;
    latch.run({"@s", server.url(), "Cookie:typed=2"});
    latch.run({"@s", "/x"});
    CHECK(server.request(0).header("Cookie") == "typed=2");
    CHECK(server.request(1).header("Cookie") == "got=1");
}

TEST_CASE("session parity: of options that were typed only auth stays", "[cli][parity]") {
    Server server(okay);
    const Latch plain;
    plain.run({"@s", "--auth=bob:pw", server.url()});
    const Latch loaded;
    loaded.run(
        {"@s",
         "--auth=bob:pw",
         "--follow",
         "--max-redirects=1",
         "--timeout=9",
         "--connect-timeout=9",
         "--max-time=9",
         "--verify=no",
         "--proxy=all:",
         "--print=b",
         server.url(),
         "page==2"}
    );
    const auto without_epoch = [](const Latch& latch) {
        std::string text = latch.session("s");
        const auto at = text.find("\"epoch\"");
        return text.erase(at, text.find('\n', at) - at);
    };
    CHECK(without_epoch(loaded) == without_epoch(plain));
}

TEST_CASE("session parity: nothing typed stays with --session-read-only", "[cli][parity]") {
    Server server(okay);
    const Latch latch;
    latch.run({"@s", server.url(), "X-Tenant:acme"});
    const std::string before = latch.session("s");
    latch.run({"--session-read-only=s", "--auth=bob:pw", "/x", "X-Tenant:other", "q==1"});
    CHECK(server.request(1).header("X-Tenant") == "other");
    CHECK(latch.session("s") == before);
}

TEST_CASE("session parity: history, streaming into a file, another charset", "[cli][parity]") {
    Server server([](const Request& request) {
        return request.path() == "/from" ? redirect("/to") : reply("gr\xfc\xdf", "text/plain");
    });
    const Latch latch;
    const Ran all = latch.run({"@s", "--follow", "--all", "--print=h", server.url("/from")});
    CHECK(all.out.find("302 Found") < all.out.find("200 OK"));
    latch.run({"@s", "--output=file", "/to"});
    CHECK(content(latch.working_directory() / "file") == "gr\xfc\xdf");
    const Ran text = latch.run({"@s", "--pretty=format", "--response-charset=latin1", "/to"});
    CHECK(text.out.find("gr\xc3\xbc\xc3\x9f") != std::string::npos);
}

TEST_CASE("session parity: what a hook would do is the shell's", "[cli][parity]") {
    Server server([](const Request& request) {
        Response response = reply(R"({"id":7})", "application/json");
        response.status = request.path() == "/bad" ? 500 : 200;
        return response;
    });
    const Latch latch;
    const std::string ask = "\"$latch\" @s --json-output " + server.url("");
    CHECK(latch.shell(ask + "/good >good && echo done").out == "done\n");
    CHECK(latch.shell(ask + "/bad >bad || echo $?").out == "5\n");
    CHECK(content(latch.working_directory() / "good").find(R"("status":200)") != std::string::npos);
    CHECK(content(latch.working_directory() / "bad").find(R"("status":500)") != std::string::npos);
}
