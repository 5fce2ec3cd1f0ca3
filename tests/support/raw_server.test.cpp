// SPDX-License-Identifier: MIT
#include "support/raw_server.hpp"

#include "support/catch.hpp"
#include "support/client_socket.hpp"

#include "latch/base/file.hpp"

#include <openssl/ssl.h>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

RawOptions impatient() {
    RawOptions options;
    options.step_deadline = std::chrono::milliseconds(50);
    options.patience = std::chrono::milliseconds(50);
    return options;
}

} // namespace

TEST_CASE("raw server: plays its scripts in the order of the connections", "[support]") {
    RawServer server({
        Script().request().send("first").close(),
        Script().expect_bytes(3).send("sec").drip("ond"),
    });
    ClientSocket first(server.port());
    first.write(request);
    CHECK(first.read_to_end() == "first");
    ClientSocket second(server.port());
    second.write("abc");
    CHECK(second.read_to_end() == "second");
    server.verify();
    CHECK(server.received(0).bytes == request);
    CHECK(server.received(1).bytes == "abc");
}

TEST_CASE("raw server: speaks on ::1 as well", "[support]") {
    RawOptions options;
    options.listener.address = Loopback::ipv6;
    RawServer server({Script().send("six")}, options);
    CHECK(ClientSocket(server.port(), Loopback::ipv6).read_to_end() == "six");
    CHECK_THAT(server.url("/a"), Catch::Matchers::StartsWith("http://[::1]:"));
}

TEST_CASE("raw server: two requests on one connection are two expectations", "[support]") {
    RawServer server({Script().request().send("1").request().send("2").until_peer_leaves()});
    ClientSocket client(server.port());
    client.write(std::string(request).append(request));
    CHECK(client.read(2) == "12");
    client.close();
    CHECK(server.finish().empty());
}

TEST_CASE("raw server: a stall ends when it is released", "[support]") {
    RawServer server({Script().stall().send("at last")});
    ClientSocket client(server.port());
    server.wait_for_stalls();
    server.release();
    CHECK(client.read_to_end() == "at last");
}

TEST_CASE("raw server: a stall ends when the peer goes away", "[support]") {
    RawServer server({Script().stall()});
    ClientSocket(server.port()).close();
    CHECK(server.finish().empty());
}

TEST_CASE("raw server: a reset is seen as one", "[support]") {
    RawServer server({Script().send("ab").stall().reset()});
    ClientSocket client(server.port());
    CHECK(client.read(2) == "ab");
    server.release();
    CHECK(client.read_error() == "connection reset by peer");
}

TEST_CASE("raw server: complains of what was not done", "[support]") {
    SECTION("a script that nobody asked for") {
        RawServer server({Script().request()}, impatient());
        CHECK(
            server.finish() == std::vector<std::string>{"1 connections were scripted, 0 were made"}
        );
    }
    SECTION("a request that never came to its end") {
        RawServer server({Script().request()}, impatient());
        ClientSocket client(server.port());
        client.write("GET / HT");
        client.close();
        const auto complaints = server.finish();
        REQUIRE(complaints.size() == 1);
        CHECK(complaints[0] == "connection 0, expect: the peer left; it had sent: GET / HT");
    }
    SECTION("a client that keeps its connection") {
        RawServer server({Script().until_peer_leaves()}, impatient());
        const ClientSocket client(server.port());
        server.wait_for_connections(1);
        const auto complaints = server.finish();
        REQUIRE(complaints.size() == 1);
        CHECK_THAT(complaints[0], Contains("until_peer_leaves: "));
    }
    SECTION("a connection too many") {
        RawServer server({Script().send("1")}, impatient());
        CHECK(ClientSocket(server.port()).read_to_end() == "1");
        CHECK(ClientSocket(server.port()).read_to_end().empty());
        CHECK(server.finish() == std::vector<std::string>{"a connection too many was made"});
    }
}

TEST_CASE("raw server: an unverified complaint fails the test", "[support][!shouldfail]") {
    const RawServer server({Script().request()}, impatient());
}

TEST_CASE("raw server: a closed port refuses", "[support]") {
    const ClosedPort closed;
    CHECK_THROWS_WITH(ClientSocket(closed.port()), Contains("connection refused"));
}

TEST_CASE("tls fixture: identities say what they are", "[support]") {
    const TlsFixture fixture;

    struct Case {
        const char* why = "";
        Identity identity;
        const char* host = "";
        long verdict = 0;
    };

    const std::vector<Case> cases{
        {"right name", fixture.server(), "localhost", X509_V_OK},
        {"right IPv4 address", fixture.server(), "127.0.0.1", X509_V_OK},
        {"right IPv6 address", fixture.server(), "::1", X509_V_OK},
        {"a name that is not certified",
         fixture.wrong_host(),
         "localhost",
         X509_V_ERR_HOSTNAME_MISMATCH},
        {"its time has passed", fixture.expired(), "localhost", X509_V_ERR_CERT_HAS_EXPIRED},
        {"nobody vouches for it",
         fixture.self_signed(),
         "localhost",
         X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        RawOptions options;
        options.listener.tls = TlsOptions{.identity = each.identity};
        RawServer server({Script().send("hello")}, options);
        TlsClient client(server.port(), fixture.ca());
        CHECK(client.handshake(each.host) == each.verdict);
        server.verify();
    }
}

TEST_CASE("raw server: speaks TLS and tells what it learned of the peer", "[support]") {
    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{
        .identity = fixture.server(),
        .client_ca = fixture.ca(),
        .newest = TLS1_2_VERSION,
        .alpn = {"http/1.1"},
    };
    RawServer server({Script().request().send("hello").close()}, options);
    TlsClient client(server.port(), fixture.ca());
    client.identify(fixture.client());
    client.offer("\x02h2\x08http/1.1");
    REQUIRE(client.handshake("localhost") == X509_V_OK);
    client.write(request);
    CHECK(client.read_to_end() == "hello");
    CHECK(client.version() == "TLSv1.2");
    server.verify();
    const Received seen = server.received(0);
    CHECK(seen.bytes == request);
    CHECK(seen.handshake_done);
    CHECK(seen.sni == "localhost");
    CHECK(seen.alpn == "http/1.1");
    CHECK(seen.client_subject == "test client");
    CHECK_FALSE(seen.resumed);
}
