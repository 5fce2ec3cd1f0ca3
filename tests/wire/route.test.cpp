// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/crowded_socket.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"

#include "latch/base/text.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace latch;
using namespace latch::test;
using base::ErrorKind;

namespace {

const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

Script one_answer() {
    return Script().request().send(answer).until_peer_leaves();
}

std::string url_of(const RawServer& server, std::string_view scheme, std::string_view host) {
    return std::string(scheme) + "://" + std::string(host) + ":" + std::to_string(server.port()) +
           "/";
}

/// A server at a unix socket that answers one request; joins its thread at the end.
class SocketServer {
public:
    explicit SocketServer(const std::string& path) : listener_(unix_listener(path, 1)) {
        thread_ = std::thread([this] { serve(); });
    }

    SocketServer(const SocketServer&) = delete;
    SocketServer& operator=(const SocketServer&) = delete;
    SocketServer(SocketServer&&) = delete;
    SocketServer& operator=(SocketServer&&) = delete;

    ~SocketServer() { wait(); }

    /// What it was sent.
    std::string wait() {
        if (thread_.joinable()) {
            ::shutdown(listener_.get(), SHUT_RDWR); // where nobody has come
            thread_.join();
        }
        return received_;
    }

private:
    void serve() {
        const base::Descriptor peer(::accept(listener_.get(), nullptr, nullptr));
        char next = 0;
        while (!received_.ends_with("\r\n\r\n") && ::read(peer.get(), &next, 1) == 1) {
            received_ += next;
        }
        static_cast<void>(!::write(peer.get(), answer.data(), answer.size()));
    }

    base::Descriptor listener_;
    std::string received_;
    std::thread thread_;
};

http::Policy trusting(const TlsFixture& fixture) {
    http::Policy policy;
    policy.tls.ca = {fixture.ca()};
    return policy;
}

RawOptions speaking_tls(TlsOptions tls) {
    RawOptions options;
    options.listener.tls = std::move(tls);
    return options;
}

} // namespace

TEST_CASE("unix socket: by URL, and by policy for every host", "[wire]") {
    const TempDir folder;
    const std::string path = folder / "a.sock";
    {
        SocketServer server(path);
        Caller caller;
        std::string encoded = path;
        for (auto at = encoded.find('/'); at != std::string::npos; at = encoded.find('/')) {
            encoded.replace(at, 1, "%2F");
        }
        const Said said = caller.get("http+unix://" + encoded + "/v1/x");
        INFO(said.in_words());
        CHECK(said.body == "ok");
        CHECK(said.hop->carrier.remote_address == path);
        CHECK(server.wait().starts_with("GET /v1/x HTTP/1.1\r\nHost: localhost\r\n"));
    }
    std::filesystem::remove(path);
    SocketServer server(path);
    http::Policy policy;
    policy.unix_socket = path;
    Caller caller(policy);
    CHECK(caller.get("http://nowhere.invalid/x").body == "ok");
    CHECK(server.wait().starts_with("GET /x HTTP/1.1\r\nHost: nowhere.invalid\r\n"));
}

TEST_CASE("unix socket: one that is not there is an error with its path", "[wire]") {
    const TempDir folder;
    for (const std::string& path : {(folder / "none.sock").string(), "/" + std::string(200, 'x')}) {
        http::Policy policy;
        policy.unix_socket = path;
        Caller caller(policy);
        const Said said = caller.get("http://a.test/");
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::connect);
        CHECK(said.failure->error.what() == "cannot connect to the socket " + path);
        CHECK_FALSE(said.failure->error.cause().empty());
    }
}

TEST_CASE("connect to: another host is reached under the first one's name", "[wire]") {
    const TlsFixture fixture;
    RawServer server({one_answer()}, speaking_tls({.identity = fixture.server()}));
    http::Policy policy = trusting(fixture);
    policy.detours = {
        {.from_host = "localhost",
         .from_port = 443,
         .to_host = "127.0.0.1",
         .to_host_kind = http::HostKind::ipv4,
         .to_port = server.port()}};
    Caller caller(policy);
    const Said said = caller.get("https://localhost/");
    INFO(said.in_words());
    CHECK(said.body == "ok");
    CHECK(server.received(0).sni == "localhost");
    CHECK(server.received(0).bytes.find("Host: localhost\r\n") != std::string::npos);
}

TEST_CASE("interface: a connection comes from the address or the interface", "[wire]") {
    for (const std::string from : {"127.0.0.1", "lo"}) {
        INFO(from);
        RawServer server({one_answer()});
        http::Policy policy;
        policy.interface = from;
        Caller caller(policy);
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        CHECK(said.body == "ok");
    }
    const ClosedPort closed;
    const std::string url = "http://127.0.0.1:" + std::to_string(closed.port()) + "/";
    for (const std::string from : {"nosuch0", "192.0.2.77", "::1"}) {
        INFO(from);
        http::Policy policy;
        policy.interface = from;
        Caller caller(policy);
        const Said said = caller.get(url);
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::connect);
        CHECK(said.failure->error.cause() != "connection refused");
    }
}

TEST_CASE("address family: localhost is reached at the one that was asked for", "[wire]") {
    RawOptions options;
    options.listener.address = Loopback::ipv6;
    RawServer server({one_answer()}, options);
    http::Policy policy;
    policy.family = http::AddressFamily::ipv6;
    Caller caller(policy);
    CHECK(caller.get(url_of(server, "http", "localhost")).body == "ok");
    policy.family = http::AddressFamily::ipv4;
    Caller other(policy);
    const Said said = other.get(url_of(server, "http", "[::1]"));
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::resolve);
    CHECK(said.failure->error.cause() == "it has no IPv4 address");
}

TEST_CASE("client certificate: is shown, from one file or two, encrypted or not", "[wire]") {
    const TlsFixture fixture;
    const TempDir folder;
    const std::string both =
        folder.write("both.pem", slurp(fixture.client().certificate) + slurp(fixture.client().key));

    struct Case {
        std::string why;
        std::string certificate, key, password;
    };

    const Case cases[] = {
        {"two files", fixture.client().certificate, fixture.client().key, ""},
        {"one file", both, "", ""},
        {"encrypted",
         fixture.client().certificate,
         encrypted_key(fixture.client(), folder, "hush"),
         "hush"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {one_answer()}, speaking_tls({.identity = fixture.server(), .client_ca = fixture.ca()})
        );
        http::Policy policy = trusting(fixture);
        policy.tls.certificate = c.certificate;
        policy.tls.key = c.key;
        if (!c.password.empty()) {
            policy.tls.key_password = base::Secret(c.password);
        }
        Caller caller(policy);
        const Said said = caller.get(url_of(server, "https", "localhost"));
        INFO(said.in_words());
        CHECK(said.body == "ok");
        CHECK(server.received(0).client_subject == "test client");
    }
}

TEST_CASE("client certificate: what cannot be used is an error before connecting", "[wire]") {
    const TlsFixture fixture;
    const TempDir folder;
    const std::string locked = encrypted_key(fixture.client(), folder, "hush");

    struct Case {
        std::string why;
        std::string certificate, key, password, cause;
    };

    const std::string mine = fixture.client().certificate;
    const Case cases[] = {
        {"no such file", folder / "none.pem", "", "", "no such file or directory"},
        {"no certificate in it", fixture.client().key, "", "", "it holds none in PEM"},
        {"no key in it", mine, "", "", "it holds none in PEM"},
        {"another's key",
         mine,
         fixture.server().key,
         "",
         "certificate and key do not belong together"},
        {"no passphrase", mine, locked, "", "it is encrypted, and there is no passphrase"},
        {"a wrong one", mine, locked, "loud", "the passphrase does not open it"},
    };
    const ClosedPort closed;
    for (const Case& c : cases) {
        INFO(c.why);
        http::Policy policy;
        policy.tls.certificate = c.certificate;
        policy.tls.key = c.key;
        if (!c.password.empty()) {
            policy.tls.key_password = base::Secret(c.password);
        }
        Caller caller(policy);
        const Said said = caller.get("https://127.0.0.1:" + std::to_string(closed.port()) + "/");
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::file);
        CHECK(said.failure->error.cause() == c.cause);
    }
}

TEST_CASE("pin: the server's key has to be one of them, checked or not", "[wire]") {
    const TlsFixture fixture;
    const std::string right = pin_of(fixture.server().certificate);
    const std::string wrong(32, 'x');
    for (const bool verify : {true, false}) {
        RawServer server({one_answer()}, speaking_tls({.identity = fixture.server()}));
        http::Policy policy = trusting(fixture);
        policy.tls.verify = verify;
        policy.tls.pins = {wrong, right};
        Caller caller(policy);
        CHECK(caller.get(url_of(server, "https", "localhost")).body == "ok");

        RawServer other(
            {Script().until_peer_leaves()}, speaking_tls({.identity = fixture.server()})
        );
        policy.tls.pins = {wrong};
        Caller distrustful(policy);
        const Said said = distrustful.get(url_of(other, "https", "localhost"));
        REQUIRE(said.failure);
        CHECK(said.failure->error.kind() == ErrorKind::tls);
        CHECK(said.failure->error.cause() == "its pin is sha256//" + base::base64_encode(right));
        other.finish();
        CHECK(other.received(0).bytes.empty());
    }
}

TEST_CASE("ssl: exactly the version that was asked for, or none", "[wire]") {
    const TlsFixture fixture;
    RawServer server({one_answer()}, speaking_tls({.identity = fixture.server()}));
    http::Policy policy = trusting(fixture);
    policy.tls.version = http::TlsVersion::tls1_2;
    policy.tls.ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256";
    Caller caller(policy);
    const Said said = caller.get(url_of(server, "https", "localhost"));
    INFO(said.in_words());
    REQUIRE(said.hop);
    CHECK(said.hop->carrier.tls == "TLSv1.2 ECDHE-ECDSA-AES128-GCM-SHA256");

    RawServer old(
        {one_answer()}, speaking_tls({.identity = fixture.server(), .newest = TLS1_2_VERSION})
    );
    policy.tls.version = http::TlsVersion::tls1_3;
    Caller modern(policy);
    const Said refused = modern.get(url_of(old, "https", "localhost"));
    REQUIRE(refused.failure);
    CHECK(refused.failure->error.kind() == ErrorKind::tls);
    old.finish();
}

TEST_CASE("ciphers: unknown ones are an error before connecting", "[wire]") {
    const ClosedPort closed;
    http::Policy policy;
    policy.tls.ciphers = "NO-SUCH-CIPHER";
    Caller caller(policy);
    const Said said = caller.get("https://127.0.0.1:" + std::to_string(closed.port()) + "/");
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::usage);
    CHECK(said.failure->error.what() == "cannot use the ciphers NO-SUCH-CIPHER");
}

TEST_CASE("max time: ends everything, however lively the server is", "[wire]") {
    RawServer server({Script().request().send("HTTP/1.1 200 OK\r\n\r\nx").until_peer_leaves()});
    http::Policy policy;
    policy.timeouts.total = std::chrono::milliseconds(100);
    Caller caller(policy);
    Collected sink;
    const auto result = caller.get_into(server.url(), sink);
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::timed_out);
    CHECK(result.error().what() == "not done within 100 ms");
    CHECK(sink.bytes == "x");
}

TEST_CASE("drain: a coded body that nobody wants is not decoded", "[wire]") {
    // No gzip at all: whoever decoded it would say so, and drop the connection.
    const std::string coded =
        "HTTP/1.1 302 Found\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb";
    RawServer server({Script().request().send(coded).request().send(answer).until_peer_leaves()});
    Caller caller;
    const Said first = caller.ask(wire_request("GET", server.url()), Hearing::discard);
    CHECK_FALSE(first.failure);
    CHECK(caller.get(server.url()).hop->carrier.reused);
}
