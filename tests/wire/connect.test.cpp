// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::test;
using base::ErrorKind;

namespace {

Script one_answer() {
    return Script()
        .request()
        .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .until_peer_leaves();
}

std::string local_url(std::string_view host, std::uint16_t port) {
    return "http://" + std::string(host) + ":" + std::to_string(port) + "/";
}

/// A server at [::1], and at the same port of 127.0.0.1 silence.
struct HalfSilent {
    std::unique_ptr<RawServer> server;
    std::unique_ptr<SilentPort> silence;
};

HalfSilent half_silent() {
    RawOptions options;
    options.listener.address = Loopback::ipv6;
    // The port that is free for the one may be taken for the other.
    for (int tries = 0; tries < 20; ++tries) {
        auto server = std::make_unique<RawServer>(std::vector{one_answer()}, options);
        try {
            auto silence = std::make_unique<SilentPort>(server->port());
            return {std::move(server), std::move(silence)};
        } catch (const std::runtime_error&) {
            continue;
        }
    }
    throw std::runtime_error("no port is free at both addresses");
}

http::Policy resolving(std::string host, std::string address) {
    http::Policy policy;
    policy.addresses = {{.host = std::move(host), .port = {}, .address = std::move(address)}};
    return policy;
}

} // namespace

TEST_CASE("connect: a port where nobody listens is refused, with its name", "[wire]") {
    const ClosedPort closed;
    for (const std::string host : {"127.0.0.1", "localhost"}) {
        INFO(host);
        Caller caller;
        const Said said = caller.get(local_url(host, closed.port()));
        REQUIRE(said.failure);
        const base::Error& error = said.failure->error;
        CHECK(error.kind() == ErrorKind::connect);
        CHECK(error.what() == "cannot connect to " + host + ":" + std::to_string(closed.port()));
        CHECK(error.cause() == "connection refused");
        CHECK(error.hint() == "try --connect-timeout to wait longer, or check the port");
        CHECK_FALSE(said.failure->answer_begun);
        CHECK_FALSE(said.failure->on_reused_connection);
    }
}

TEST_CASE("connect: localhost is both of its addresses, without a resolver", "[wire]") {
    for (const Loopback address : {Loopback::ipv4, Loopback::ipv6}) {
        RawOptions options;
        options.listener.address = address;
        RawServer server({one_answer()}, options);
        Caller caller;
        const Said said = caller.get(local_url("app.localhost", server.port()));
        INFO(said.in_words());
        REQUIRE(said.finished);
        const std::string host = address == Loopback::ipv4 ? "127.0.0.1" : "[::1]";
        CHECK(said.hop->carrier.remote_address == host + ":" + std::to_string(server.port()));
    }
}

TEST_CASE("connect: an address that is silent is joined by the next after 250 ms", "[wire]") {
    const HalfSilent host = half_silent();
    Caller caller;
    const Said said = caller.get(local_url("localhost", host.server->port()));
    INFO(said.in_words());
    REQUIRE(said.finished);
    CHECK(said.hop->carrier.remote_address == "[::1]:" + std::to_string(host.server->port()));
    CHECK(said.hop->timings.connect >= std::chrono::milliseconds(250));
}

TEST_CASE("connect: silence ends with the time for connecting", "[wire]") {
    const SilentPort silence;
    http::Policy policy;
    policy.timeouts.connect = std::chrono::milliseconds(100);
    Caller caller(policy);
    const Said said = caller.get(local_url("127.0.0.1", silence.port()));
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::timed_out);
    CHECK(said.failure->error.cause() == "no answer in time");
}

TEST_CASE("connect: an IPv6 literal is dialled as it is", "[wire]") {
    RawOptions options;
    options.listener.address = Loopback::ipv6;
    RawServer server({one_answer()}, options);
    Caller caller;
    CHECK(caller.get(server.url()).body == "ok");
}

TEST_CASE("connect: a static address takes the place of the resolver's", "[wire]") {
    RawServer server({one_answer()});
    Caller caller(resolving("nowhere.invalid", "127.0.0.1"));
    const Said said = caller.get(local_url("nowhere.invalid", server.port()));
    INFO(said.in_words());
    REQUIRE(said.finished);
    const std::string host = "nowhere.invalid:" + std::to_string(server.port());
    CHECK(server.received(0).bytes.find("Host: " + host) != std::string::npos);
}

TEST_CASE("connect: an error names the host that was asked for, not its address", "[wire]") {
    const ClosedPort closed;
    Caller caller(resolving("nowhere.invalid", "127.0.0.1"));
    const Said said = caller.get(local_url("nowhere.invalid", closed.port()));
    REQUIRE(said.failure);
    CHECK(said.failure->error.what().starts_with("cannot connect to nowhere.invalid:"));
}

TEST_CASE("connect: a host that no resolver knows is an error of resolving", "[wire]") {
    // A label of more than 63 bytes: the resolver refuses it without asking the network.
    Caller caller;
    http::PreparedRequest request = wire_request("GET", "http://x.test/");
    request.url.host = std::string(64, 'x') + ".test";
    const Said said = caller.ask(request);
    REQUIRE(said.failure);
    INFO(said.in_words());
    CHECK(said.failure->error.kind() == ErrorKind::resolve);
    CHECK(said.failure->error.what() == "cannot resolve " + request.url.host);
    CHECK_FALSE(said.failure->error.cause().empty());
}

TEST_CASE("connect: a name of the system's host table is found by its resolver", "[wire]") {
    // The one name that is no literal, not localhost, and needs no name server: glibc answers
    // for an address in another notation.
    RawServer server({one_answer()});
    Caller caller;
    http::PreparedRequest request = wire_request("GET", server.url());
    request.url.host = "127.1";
    request.url.host_kind = http::HostKind::name;
    const Said said = caller.ask(request);
    INFO(said.in_words());
    CHECK(said.finished);
    CHECK(said.hop->timings.resolve.count() > 0);
}

TEST_CASE("connect: what must not be sent is refused before anything is connected", "[wire]") {
    const ClosedPort closed;
    Caller caller;
    http::PreparedRequest request = wire_request("GET", local_url("127.0.0.1", closed.port()));
    request.headers.add("X", "a\r\nEvil: 1");
    const Said said = caller.ask(request);
    REQUIRE(said.failure);
    CHECK(said.failure->error.kind() == ErrorKind::usage);
}
