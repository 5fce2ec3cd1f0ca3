// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_fixture.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::test;

namespace {

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

RawOptions speaking_tls(TlsOptions tls) {
    RawOptions options;
    options.listener.tls = std::move(tls);
    return options;
}

RawOptions at_ipv6() {
    RawOptions options;
    options.listener.address = Loopback::ipv6;
    return options;
}

std::string with_port(std::string_view before, const RawServer& server) {
    return std::string(before) + ":" + std::to_string(server.port());
}

/// A command line about TLS, and what comes of it.
struct TlsCase {
    std::string why;
    Words words;
    std::string meta; ///< part of the meta part; empty: there is no answer
    std::string err;  ///< part of the error
};

/// Runs a case with a server that has this certificate; nothing reaches one that is not to answer.
void check(const TlsCase& c, const TlsFixture& fixture) {
    INFO(c.why);
    const bool answers = !c.meta.empty();
    RawServer server(
        {answers ? answering(answer("ok")) : Script().until_peer_leaves()},
        speaking_tls({.identity = fixture.server()})
    );
    Words words{"--print=bm", "--verify=" + fixture.ca().string(), server.url()};
    words.insert(words.begin(), c.words.begin(), c.words.end());
    const Ran ran = Latch().run(words);
    CAPTURE(ran.out, ran.err);
    CHECK(ran.exit_code == (answers ? 0 : 1));
    CHECK(holds(ran.out, c.meta));
    CHECK(holds(ran.err, c.err));
    CHECK(ran.err.empty() == answers);
    if (!answers) {
        static_cast<void>(server.finish()); // a handshake that breaks off is no fault of the test's
        CHECK(server.received(0).bytes.empty());
    }
}

} // namespace

TEST_CASE("network options: a client certificate is shown, from one file or two", "[cli]") {
    const TlsFixture fixture;
    const Latch latch;
    const TempDir folder;
    const Identity& mine = fixture.client();
    const std::string both =
        latch.write("both.pem", slurp(mine.certificate) + slurp(mine.key)).string();
    const std::string locked = encrypted_key(mine, folder, "hush").string();

    struct Case {
        std::string why;
        Words words;
    };

    const std::vector<Case> cases = {
        {"one file", {"--cert=" + both}},
        {"two files", {"--cert", mine.certificate.string(), "--cert-key", mine.key.string()}},
        {"an encrypted key",
         {"--cert=" + mine.certificate.string(), "--cert-key=" + locked, "--cert-key-pass=hush"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {answering(answer("ok"))},
            speaking_tls({.identity = fixture.server(), .client_ca = fixture.ca()})
        );
        Words words{"--verify=" + fixture.ca().string(), server.url()};
        words.insert(words.end(), c.words.begin(), c.words.end());
        const Ran ran = latch.run(words);
        CAPTURE(ran.err);
        CHECK(ran.out == "ok");
        CHECK(server.received(0).client_subject == "test client");
    }
    const Ran refused = latch.run(
        {"--cert=" + mine.certificate.string(),
         "--cert-key=" + locked,
         "--cert-key-pass=loud",
         "https://127.0.0.1:1"}
    );
    CHECK(refused.exit_code == 1);
    CHECK(holds(refused.err, "the passphrase does not open it"));
    CHECK_FALSE(holds(refused.err, "loud"));
}

TEST_CASE("network options: version, ciphers and pin decide about TLS", "[cli]") {
    const TlsFixture fixture;
    const std::string pin = "sha256//" + base::base64_encode(pin_of(fixture.server().certificate));
    const std::string other(64, '0');
    const std::string cipher = "ECDHE-ECDSA-AES128-GCM-SHA256";
    const std::vector<TlsCase> cases = {
        {"the newest by default", {}, "\nTLS: TLSv1.3 ", ""},
        {"a version", {"--ssl=tls1.2"}, "\nTLS: TLSv1.2 ", ""},
        {"denied", {"--ssl=tls1.2", "--no-ssl"}, "\nTLS: TLSv1.3 ", ""},
        {"ciphers", {"--ssl=tls1.2", "--ciphers=" + cipher}, "\nTLS: TLSv1.2 " + cipher + ", ", ""},
        {"ciphers of 1.3",
         {"--ciphers=TLS_CHACHA20_POLY1305_SHA256"},
         "\nTLS: TLSv1.3 TLS_CHACHA20_POLY1305_SHA256, ",
         ""},
        {"ciphers that its key cannot do",
         {"--ssl=tls1.2", "--ciphers=ECDHE-RSA-AES128-GCM-SHA256"},
         "",
         "cannot speak TLS with"},
        {"its key", {"--pin=" + pin}, "ok", ""},
        {"one of its keys", {"--pin=" + other + ";" + pin}, "ok", ""},
        {"another key", {"--pin=" + other}, "", "its pin is " + pin},
        {"another key, unchecked", {"--verify=no", "--pin=" + other}, "", "its pin is " + pin},
        {"the system's TLS, as always", {"--native-tls"}, "ok", ""},
    };
    for (const TlsCase& c : cases) {
        check(c, fixture);
    }
}

TEST_CASE("network options: ciphers that nobody knows are wrong before anything is sent", "[cli]") {
    const Ran ran = Latch().run({"--ciphers=NO-SUCH-CIPHER", "https://127.0.0.1:1"});
    CHECK(ran.exit_code == 64);
    check_error(ran.err, "cannot use the ciphers NO-SUCH-CIPHER");
}

TEST_CASE("network options: --connect-to leads elsewhere under the same name", "[cli]") {
    RawServer server({answering(answer("ok"))});
    const Ran ran =
        Latch().run({"--connect-to", with_port("a.test:80:127.0.0.1", server), "http://a.test/x"});
    CAPTURE(ran.err);
    CHECK(ran.out == "ok");
    CHECK(holds(server.received(0).bytes, "\r\nHost: a.test\r\n"));
}

TEST_CASE("network options: --interface is where the connection comes from", "[cli]") {
    for (const std::string from : {"127.0.0.1", "lo"}) {
        INFO(from);
        RawServer server({answering(answer("ok"))});
        CHECK(Latch().run({"--interface=" + from, server.url()}).out == "ok");
    }
    RawServer server({});
    const Ran ran = Latch().run({"--interface=nosuch0", server.url()});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot connect from nosuch0: ");
}

TEST_CASE("network options: a family of addresses is a restriction, both are none", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        bool is_reached;
    };

    const std::vector<Case> cases = {
        {"its own", {"--ipv6"}, true},
        {"its own by its digit", {"-6"}, true},
        {"the other", {"--ipv4"}, false},
        {"the other by its digit", {"-4"}, false},
        {"both", {"--ipv6", "--ipv4"}, true},
        {"both in a cluster", {"-46"}, true},
        {"the other denied", {"--ipv4", "--no-ipv4"}, true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            c.is_reached ? std::vector<Script>{answering(answer("ok"))} : std::vector<Script>{},
            at_ipv6()
        );
        Words words = c.words;
        words.push_back(with_port("http://[::1]", server));
        const Ran ran = Latch().run(words);
        CHECK(ran.out == (c.is_reached ? "ok" : ""));
        CHECK(ran.exit_code == (c.is_reached ? 0 : 1));
        CHECK(holds(ran.err, "it has no IPv4 address") != c.is_reached);
    }
}

TEST_CASE("network options: --max-headers bounds what is accepted", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        bool is_accepted;
    };

    const std::vector<Case> cases = {
        {"as many", {"--max-headers=3"}, true},
        {"fewer", {"--max-headers=2"}, false},
        {"no limit", {"--max-headers=0"}, true},
        {"denied", {"--max-headers=2", "--no-max-headers"}, true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({answering(answer("ok", "A: 1\r\nB: 2\r\n"))});
        Words words = c.words;
        words.push_back(server.url());
        const Ran ran = Latch().run(words);
        CHECK(ran.out == (c.is_accepted ? "ok" : ""));
        CHECK(holds(ran.err, "it has more than 2 fields") != c.is_accepted);
    }
}
