// SPDX-License-Identifier: MIT
// What man/latch-session.5 claims of the network of requests' sessions: tests/parity.md.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

#include <functional>

using namespace latch::test;

namespace {

Response okay(const Request& /*request*/) {
    return reply("ok");
}

RawOptions speaking_tls(TlsOptions tls) {
    RawOptions options;
    options.listener.tls = std::move(tls);
    return options;
}

/// A program with a session `s` of that origin, and options that its configuration names for it.
class Configured {
public:
    Configured(const std::string& origin, const Words& options) {
        configure_origin(latch, origin, options);
        CHECK(latch.run({"session", "set", "s", "base=" + origin}).exit_code == 0);
    }

    Ran run(Words words = {"/x"}) const {
        words.insert(words.begin(), "@s");
        return latch.run(words);
    }

    Latch latch;
};

} // namespace

TEST_CASE("session parity: redirects of a session have its policy and its limit", "[cli][parity]") {
    Server turning([](const Request&) { return redirect("/on"); });
    const Configured once(turning.url(""), {"--follow", "--max-redirects=1"});
    CHECK(once.run().exit_code == 6);
    CHECK(turning.requests().size() == 2);
    CHECK(once.run({"--no-follow", "/x"}).exit_code == 3); // for one request
    CHECK(turning.requests().size() == 3);
    const Configured often(turning.url(""), {"--follow"});
    CHECK(often.run().exit_code == 6);
    CHECK(turning.requests().size() == 3 + 31);
}

TEST_CASE("session parity: a session has time limits of each kind", "[cli][parity]") {
    struct Case {
        std::string why, limit, error;
        Script script;
        bool is_tls = false;
    };

    const Script silent = Script().request().until_peer_leaves();
    const std::vector<Case> cases = {
        {"between bytes", "--timeout=0.1", "nothing from 127.0.0.1:", silent},
        {"for all of it", "--max-time=0.1", "not done within 100 ms", silent},
        {"until there is a connection",
         "--connect-timeout=0.1",
         "cannot connect to 127.0.0.1:",
         Script().until_peer_leaves(),
         true},
        {"for a handshake",
         "--tls-timeout=0.1",
         "cannot connect to 127.0.0.1:",
         Script().until_peer_leaves(),
         true},
        {"until an answer begins",
         "--first-byte-timeout=0.1",
         "no first byte from 127.0.0.1:",
         silent},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        const std::string port = std::to_string(server.port());
        const Configured hasty((c.is_tls ? "https" : "http") + ("://127.0.0.1:" + port), {c.limit});
        const Ran ran = hasty.run();
        CHECK(ran.exit_code == 2);
        check_error(ran.err, c.error);
    }
}

TEST_CASE("session parity: a proxy for an origin, a host or all requests", "[cli][parity]") {
    struct Case {
        std::string why, configuration;
    };

    const std::vector<Case> cases = {
        {"an origin", R"({"origins": {"{url}": {"default_options": ["--proxy=http:{proxy}"]}}})"},
        {"a host", R"({"hosts": {"127.0.0.1": {"default_options": ["--proxy=http:{proxy}"]}}})"},
        {"all", R"({"default_options": ["--proxy=all:{proxy}"]})"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(okay);
        Server proxy(okay);
        const Latch latch;
        std::string text = filled({c.configuration}, server.url("")).front();
        text.replace(text.find("{proxy}"), std::string("{proxy}").size(), proxy.url(""));
        configure(latch, text);
        latch.run({"@s", server.url()});
        CHECK(proxy.request(0).target == server.url("") + "/");
        latch.run({"@s", "--proxy=all:", "/direct"});
        CHECK(server.request(0).target == "/direct");
    }
}

TEST_CASE("session parity: no_proxy knows networks of IPv4 and IPv6", "[cli][parity]") {
    struct Case {
        std::string why, exempt;
        Loopback address;
        bool is_direct;
    };

    const std::vector<Case> cases = {
        {"an IPv4 network around it", "10.0.0.0/8, 127.0.0.0/8", Loopback::ipv4, true},
        {"the network of one address", "127.0.0.1/32", Loopback::ipv4, true},
        {"an IPv4 network beside it", "127.0.0.2/32,10.0.0.0/8", Loopback::ipv4, false},
        {"an IPv6 network around it", "fc00::/7,::/64", Loopback::ipv6, true},
        {"the network of one IPv6 address", "::1/128", Loopback::ipv6, true},
        {"an IPv6 network beside it", "fe80::/10", Loopback::ipv6, false},
        {"a network of the other family", "0.0.0.0/0", Loopback::ipv6, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(okay, {.listener = {.address = c.address}, .at_least = 0});
        Server proxy(okay, {.at_least = 0});
        Latch latch;
        latch.set("http_proxy", proxy.url("")).set("no_proxy", c.exempt);
        CHECK(latch.run({"@s", server.url()}).out == "ok");
        CHECK(server.requests().size() == (c.is_direct ? 1 : 0));
        CHECK(proxy.requests().size() == (c.is_direct ? 0 : 1));
    }
}

TEST_CASE("session parity: variables of the environment name proxies", "[cli][parity]") {
    for (const std::string variable : {"http_proxy", "all_proxy"}) {
        INFO(variable);
        Server proxy(okay);
        Latch latch;
        latch.set(variable, proxy.url(""));
        CHECK(latch.run({"@s", "http://a.test/x"}).out == "ok");
        CHECK(proxy.request(0).target == "http://a.test/x");
    }
    RawServer proxy({answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")});
    Latch latch;
    latch.set("https_proxy", proxy.url(""));
    CHECK(latch.run({"@s", "https://a.test/x"}).exit_code == 1);
    CHECK(proxy.received(0).bytes.starts_with("CONNECT a.test:443 HTTP/1.1\r\n"));
}

TEST_CASE("session parity: what the environment says is left aside when asked", "[cli][parity]") {
    const TlsFixture fixture;
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    Server server(okay, std::move(options));
    Latch latch;
    latch.set("https_proxy", "http://127.0.0.1:1")
        .set("NETRC", latch.write("netrc", "default login a password b").string())
        .set("REQUESTS_CA_BUNDLE", latch.write("no-bundle", "").string());
    const std::string verify = "--verify=" + fixture.ca().string();
    CHECK(latch.run({"@s", "--proxy=all:", "--ignore-netrc", verify, server.url()}).exit_code == 0);
    CHECK_FALSE(server.request(0).header("Authorization"));
}

TEST_CASE(
    "session parity: a session's certificates are a file, a folder or none", "[cli][parity]"
) {
    const TlsFixture fixture;
    for (const std::string& verify :
         Words{fixture.ca().string(), fixture.ca_folder().string(), "no"}) {
        INFO(verify);
        ServerOptions options;
        options.listener.tls = TlsOptions{.identity = fixture.server()};
        Server server(okay, std::move(options));
        const Configured known(server.url(""), {"--verify=" + verify});
        CHECK(known.run().out == "ok");
        CHECK(known.run({"--verify=yes", "/x"}).exit_code == 1);
    }
}

TEST_CASE(
    "session parity: what --verify=no connected serves no request that verifies", "[cli][parity]"
) {
    const TlsFixture fixture;
    const Script strange = answering(answer("ok", "Set-Cookie: id=1; Secure\r\n"));
    RawServer server(
        {strange, Script().until_peer_leaves()}, speaking_tls({.identity = fixture.server()})
    );
    const Latch latch;
    CHECK(latch.run({"@s", "--verify=no", server.url()}).exit_code == 0);
    const Ran ran = latch.run({"@s", "/x"});
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find("certificate") != std::string::npos);
    CHECK(server.connections() == 2);
    static_cast<void>(server.finish()); // a handshake that breaks off is no fault of the test's
    CHECK(server.received(1).bytes.empty());
}

TEST_CASE("session parity: a session shows its certificate, whatever its key", "[cli][parity]") {
    const TlsFixture fixture;
    const TempDir folder;
    const Identity& mine = fixture.client();
    const std::string verify = "--verify=" + fixture.ca().string();
    const std::string cert = "--cert=" + mine.certificate.string();
    const std::string locked = "--cert-key=" + encrypted_key(mine, folder, "hush").string();

    struct Case {
        std::string why;
        Words options;
        bool asks = false;
    };

    const std::vector<Case> cases = {
        {"a key of its own", {cert, "--cert-key=" + mine.key.string()}},
        {"an encrypted key", {cert, locked, "--cert-key-pass=hush"}},
        {"one whose passphrase is asked for", {cert, locked}, true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {answering(answer("ok"))},
            speaking_tls({.identity = fixture.server(), .client_ca = fixture.ca()})
        );
        Words options{verify};
        options.insert(options.end(), c.options.begin(), c.options.end());
        const Configured known(server.url(""), options);
        Process run = known.latch.start(
            {"@s", "/x"}, {.in = c.asks ? Input(TerminalInput{}) : Input(NullInput{})}
        );
        if (c.asks) {
            run.wait_for("latch: passphrase for ");
            run.input("hush\n");
        }
        CHECK(run.wait().out == "ok");
        CHECK(server.received(0).client_subject == "test client");
    }
}

TEST_CASE(
    "session parity: redirects share a connection, and runs have their own", "[cli][parity]"
) {
    const std::string turn = "HTTP/1.1 302 On\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n";
    RawServer server(
        {Script().request().send(turn).request().send(answer("ok")).until_peer_leaves(),
         answering(answer("ok"))}
    );
    const Configured following(server.url(""), {"--follow"});
    CHECK(following.run().out == "ok");
    CHECK(server.connections() == 1);
    CHECK(following.run().out == "ok");
    CHECK(server.connections() == 2);
}

TEST_CASE(
    "session parity: what a dead connection has not answered is sent again, once", "[cli][parity]"
) {
    const std::string turn = "HTTP/1.1 307 On\r\nLocation: /on\r\nContent-Length: 0\r\n\r\n";
    const Script dying = Script().request().send(turn).request().close();
    const Script posted = Script().expect("a=1").send(turn).expect("a=1").close();
    const Script refusing = Script().request().close();

    struct Case {
        std::string why;
        Words words;
        std::vector<Script> scripts;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"a GET", {"/x"}, {dying, answering(answer("ok"))}, 0},
        {"a PUT", {"PUT", "/x", "--raw=a=1"}, {posted, answering(answer("ok"))}, 0},
        {"no third time", {"/x"}, {dying, refusing}, 1},
        {"no POST, which may have been done", {"POST", "/x", "--raw=a=1"}, {posted}, 1},
        {"no PATCH either", {"PATCH", "/x", "--raw=a=1"}, {posted}, 1},
        {"nothing on a new connection", {"/x"}, {refusing}, 1},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(c.scripts);
        const Configured following(server.url(""), {"--follow"});
        const Ran ran = following.run(c.words);
        CAPTURE(ran.err);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out == (c.exit_code == 0 ? "ok" : ""));
        CHECK(server.connections() == c.scripts.size());
    }
}
