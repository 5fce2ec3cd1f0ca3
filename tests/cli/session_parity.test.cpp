// SPDX-License-Identifier: MIT
// What man/latch-session.5 claims under "WHAT A SESSION OF PYTHON'S REQUESTS DOES".
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

#include <filesystem>
#include <fstream>

using namespace latch::test;

namespace {

Response okay(const Request& /*request*/) {
    return reply("ok");
}

/// Has the configuration name these options for the origin, as they stand between JSON's brackets.
void configure(const Latch& latch, const std::string& origin, const std::string& options) {
    std::filesystem::create_directories(latch.home() / "latch");
    std::ofstream(latch.home() / "latch" / "config.json")
        << R"({"origins": {")" + origin + R"(": {"default_options": [)" + options + "]}}}";
}

} // namespace

TEST_CASE("session parity: headers stay, and are left away for one request", "[cli]") {
    Server server(okay);
    const Latch latch;
    latch.run({"@s", server.url(), "X-Tenant:acme"});
    latch.run({"@s", "/x", "X-Tenant:"});
    latch.run({"@s", "/x"});
    CHECK(server.request(0).header("X-Tenant") == "acme");
    CHECK_FALSE(server.request(1).header("X-Tenant"));
    CHECK(server.request(2).header("X-Tenant") == "acme");
}

TEST_CASE("session parity: auth stays, of each kind", "[cli]") {
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

TEST_CASE("session parity: a base with a path, to which paths are joined", "[cli]") {
    Server server(okay);
    const Latch latch;
    latch.run({"session", "set", "s", "base=" + server.url("") + "/v2"});
    latch.run({"@s", "/me"});
    CHECK(server.request(0).target == "/v2/me");
}

TEST_CASE("session parity: cookies stay, and one that was typed does not", "[cli]") {
    Server server([](const Request&) { return reply("ok").with("Set-Cookie", "got=1"); });
    const Latch latch;
    latch.run({"@s", server.url(), "Cookie:typed=2"});
    latch.run({"@s", "/x"});
    CHECK(server.request(0).header("Cookie") == "typed=2");
    CHECK(server.request(1).header("Cookie") == "got=1");
}

TEST_CASE("session parity: options of an origin come with its session", "[cli]") {
    Server turning([](const Request&) { return redirect("/on"); });
    const Latch once;
    configure(once, turning.url(""), R"("--follow", "--max-redirects=1")");
    once.run({"session", "set", "s", "base=" + turning.url()});
    CHECK(once.run({"@s", "/x"}).exit_code == 6);
    CHECK(turning.requests().size() == 2);
    CHECK(once.run({"@s", "--no-follow", "/x"}).exit_code == 3); // for one request

    RawServer silent({Script().request().stall()});
    const Latch hasty;
    configure(hasty, silent.url(""), R"("--timeout=0.05")");
    hasty.run({"session", "set", "s", "base=" + silent.url()});
    CHECK(hasty.run({"@s", "/x"}).exit_code == 2);
}

TEST_CASE("session parity: a proxy for one origin, and the way round it for one request", "[cli]") {
    Server server(okay);
    Server proxy(okay);
    const Latch latch;
    configure(latch, server.url(""), R"("--proxy=http:)" + proxy.url("") + '"');
    latch.run({"@s", server.url()});
    CHECK(proxy.request(0).target == server.url("") + "/");
    latch.run({"@s", "--proxy=all:", "/direct"});
    CHECK(server.request(0).target == "/direct");
}

TEST_CASE("session parity: what the environment says is left aside when asked", "[cli]") {
    Server server(okay);
    Latch latch;
    latch.set("http_proxy", "http://127.0.0.1:1")
        .set("NETRC", latch.write("netrc", "default login a password b").string());
    CHECK(latch.run({"--proxy=all:", "--ignore-netrc", server.url()}).exit_code == 0);
    CHECK_FALSE(server.request(0).header("Authorization"));
}

TEST_CASE("session parity: certificates of an origin; --verify=no is of one request", "[cli]") {
    const TlsFixture fixture;
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    Server server(okay, std::move(options));
    const Latch strange;
    CHECK(strange.run({"@s", "--verify=no", server.url()}).exit_code == 0);
    CHECK(strange.run({"@s", "/x"}).exit_code == 1);
    const Latch known;
    configure(known, server.url(""), "\"--verify=" + fixture.ca().string() + '"');
    CHECK(known.run({"@s", server.url()}).exit_code == 0);
}

TEST_CASE("session parity: nothing typed stays with --session-read-only", "[cli]") {
    Server server(okay);
    const Latch latch;
    latch.run({"@s", server.url(), "X-Tenant:acme"});
    const std::string before = latch.session("s");
    latch.run({"--session-read-only=s", "--auth=bob:pw", "/x", "X-Tenant:other", "q==1"});
    CHECK(server.request(1).header("X-Tenant") == "other");
    CHECK(latch.session("s") == before);
}

TEST_CASE("session parity: history, streaming into a file, another charset", "[cli]") {
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
