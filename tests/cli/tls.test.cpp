// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

using namespace latch::test;

namespace {

ServerOptions speaking_tls(const Identity& identity) {
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = identity};
    return options;
}

Response okay(const Request& /*request*/) {
    return reply("ok");
}

/// The client hangs up before it has sent a request.
ServerOptions never_called(const Identity& identity) {
    ServerOptions options = speaking_tls(identity);
    options.at_least = 0;
    options.at_most = 0;
    return options;
}

} // namespace

TEST_CASE("tls: a certificate of a CA that was named is good", "[cli]") {
    const TlsFixture fixture;
    Server server(okay, speaking_tls(fixture.server()));
    const Ran ran = Latch().run({"--verify", fixture.ca().string(), server.url()});
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "ok");
}

TEST_CASE("tls: the environment can name the CA", "[cli]") {
    const TlsFixture fixture;
    for (const std::string name : {"SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}) {
        INFO(name);
        Server server(okay, speaking_tls(fixture.server()));
        Latch latch;
        latch.set(name, fixture.ca().string());
        CHECK(latch.run({server.url()}).out == "ok");
        CHECK(latch.run({"--verify=no", "--no-verify", server.url()}).out == "ok");
    }
}

TEST_CASE("tls: OpenSSL's variables name a file and a list of folders, and all count", "[cli]") {
    const TlsFixture fixture;
    const TlsFixture other;
    Latch latch;
    const std::string folders = latch.working_directory().string() + ":/no/such/folder::";
    latch.set("SSL_CERT_DIR", folders);
    latch.set("SSL_CERT_FILE", fixture.ca().string());
    Server server(okay, speaking_tls(fixture.server()));
    CHECK(latch.run({server.url()}).out == "ok");

    latch.set("SSL_CERT_FILE", other.self_signed().certificate.string());
    latch.set("SSL_CERT_DIR", folders + fixture.ca_folder().string());
    CHECK(latch.run({server.url()}).out == "ok");
}

TEST_CASE("tls: a certificate that proves nothing ends it before a byte is sent", "[cli]") {
    const TlsFixture fixture;

    struct Case {
        std::string why;
        const Identity& identity;
        bool ca_is_known;
        std::string cause;
    };

    const std::vector<Case> cases = {
        {"signed by itself", fixture.self_signed(), true, "self-signed certificate"},
        {"of an unknown CA", fixture.server(), false, "unable to get local issuer certificate"},
        {"expired", fixture.expired(), true, "certificate has expired"},
        {"of another host", fixture.wrong_host(), true, "mismatch"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(okay, never_called(c.identity));
        const Latch latch;
        Words words{"--session=s", "--auth=bob:pw", server.url()};
        if (c.ca_is_known) {
            words.push_back("--verify=" + fixture.ca().string());
        }
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 1);
        CHECK(ran.out.empty());
        check_error(ran.err, "");
        CHECK(ran.err.find(c.cause) != std::string::npos);
        CHECK(ran.err.find("\n  ") != std::string::npos);
        CHECK(names_in(latch.home()).empty());
    }
}

TEST_CASE("tls: --verify=no takes any certificate", "[cli]") {
    const TlsFixture fixture;
    for (const Identity* identity :
         {&fixture.self_signed(), &fixture.expired(), &fixture.wrong_host(), &fixture.server()}) {
        Server server(okay, speaking_tls(*identity));
        CHECK(Latch().run({"--verify=no", server.url()}).out == "ok");
    }
}

TEST_CASE("tls: a server without it is told apart, and the other way round", "[cli]") {
    Server plain(okay, {.at_least = 0});
    const Ran ran = Latch().run({"https://127.0.0.1:" + std::to_string(plain.port())});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot speak TLS with 127.0.0.1:");
    CHECK(ran.err.find("\n  try http://") != std::string::npos);
    static_cast<void>(plain.finish()); // what a handshake looks like to it is no HTTP
}

TEST_CASE("tls: latchs and https mean https", "[cli]") {
    const TlsFixture fixture;
    for (const std::string name : {"latchs", "https"}) {
        Server server(okay, speaking_tls(fixture.server()));
        Latch latch;
        latch.called(name);
        const std::string place = "127.0.0.1:" + std::to_string(server.port());
        CHECK(latch.run({"--verify", fixture.ca().string(), place}).out == "ok");
    }
    for (const std::string name : {"latch", "http"}) {
        Server server(okay);
        Latch latch;
        latch.called(name);
        CHECK(latch.run({"127.0.0.1:" + std::to_string(server.port())}).out == "ok");
    }
}

TEST_CASE("tls: the meta part says how it went", "[cli]") {
    const TlsFixture fixture;
    Server server(okay, speaking_tls(fixture.server()));
    const Ran ran = Latch().run({"--meta", "--verify", fixture.ca().string(), server.url()});
    CHECK(ran.out.find("TLSv1.3") != std::string::npos);
    CHECK(ran.out.find("127.0.0.1:" + std::to_string(server.port())) != std::string::npos);
}

TEST_CASE("tls: a second connection goes on with the session, unless --no-tls-resume", "[cli]") {
    struct Case {
        Words options;
        std::string facts; ///< of both connections
    };

    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    for (const auto& [more, second] :
         {Case{{"--tls-resume"}, "resumed"}, Case{{"--no-tls-resume"}, "full handshake"}}) {
        RawServer server(
            {Script().request().send(
                 "HTTP/1.1 302 Found\r\nLocation: /x\r\nConnection: close\r\nContent-Length: "
                 "0\r\n\r\n"
             ),
             answering(answer("ok"))},
            options
        );
        Words words = {"--verify", fixture.ca().string(), "--follow", "--all", "--meta"};
        words.insert(words.end(), more.begin(), more.end());
        words.push_back(server.url());
        const Ran ran = Latch().run(words);
        INFO(ran.out + ran.err);
        CHECK(ran.exit_code == 0);
        const auto first = ran.out.find(", full handshake\n");
        CHECK(first != std::string::npos);
        CHECK(ran.out.find(", " + second + "\n", first + 1) != std::string::npos);
    }
}
