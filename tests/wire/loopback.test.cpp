// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/client_socket.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"

#include "latch/net/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>
#include <thread>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Result;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using net::Task;

namespace {

/// Sends a request, and counts whatever comes as success.
Task<Result<void>> sent(net::Transport& transport, http::PreparedRequest request) {
    const auto answer = co_await transport.send(std::move(request));
    co_return answer ? Result<void>() : Result<void>(answer.error().error);
}

std::string asked(std::uint16_t port, const std::string& request) {
    ClientSocket browser(port);
    browser.write(request);
    return browser.read_to_end();
}

} // namespace

TEST_CASE("within: what takes too long is ended, and what does not is left alone", "[wire]") {
    RawServer server({Script().request().until_peer_leaves()});
    const http::Policy policy;
    net::Transport transport(policy);
    const auto begun = std::chrono::steady_clock::now();
    const Result<void> late =
        transport.run(transport.within(50ms, sent(transport, wire_request("GET", server.url()))));
    REQUIRE_FALSE(late);
    CHECK(late.error().kind() == ErrorKind::timed_out);
    CHECK(late.error().what() == "not done within 50 ms");
    CHECK(std::chrono::steady_clock::now() - begun >= 50ms);

    RawServer quick({Script().request().send("HTTP/1.1 204 No Content\r\n\r\n").close()});
    CHECK(transport.run(transport.within(10s, sent(transport, wire_request("GET", quick.url())))));
}

TEST_CASE("within: the error of the task is its own", "[wire]") {
    const ClosedPort nobody;
    const http::Policy policy;
    net::Transport transport(policy);
    const Result<void> failed = transport.run(transport.within(
        10s,
        sent(transport, wire_request("GET", "http://127.0.0.1:" + std::to_string(nobody.port())))
    ));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::connect);
}

TEST_CASE("loopback: the one GET that is waited for gets the page, others get 404", "[wire]") {
    const http::Policy policy;
    net::Transport transport(policy);
    Result<net::Loopback> loopback = transport.open_loopback();
    REQUIRE(loopback);
    const std::uint16_t port = loopback->port();
    std::string icon;
    std::string post;
    std::string page;
    std::thread browser([&] {
        icon = asked(port, "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n");
        asked(port, "GET /callback?code=1&state=forged HTTP/1.1\r\nHost: x\r\n\r\n");
        asked(port, "GET /callback?code=1&xstate=s HTTP/1.1\r\nHost: x\r\n\r\n");
        post = asked(port, "POST /callback?code=1&state=s HTTP/1.1\r\nHost: x\r\n\r\n");
        asked(port, "no HTTP\r\n\r\n");
        ClientSocket(port).close(); // opened ahead, and not used
        page = asked(port, "GET /callback?code=2&state=s HTTP/1.1\r\nHost: x\r\n\r\n");
    });
    std::string target;
    const Result<void> heard = transport.run(loopback->hear(
        {.path = "/callback", .parameter = "state=s", .page = "<p>thank you"}, target
    ));
    browser.join();
    CHECK(heard);
    CHECK(target == "/callback?code=2&state=s");
    CHECK_THAT(icon, StartsWith("HTTP/1.1 404"));
    CHECK_THAT(post, StartsWith("HTTP/1.1 404"));
    CHECK_THAT(page, StartsWith("HTTP/1.1 200") && Contains("<p>thank you"));
}

TEST_CASE("loopback: a connection that says nothing does not keep others out", "[wire]") {
    const http::Policy policy;
    net::Transport transport(policy);
    Result<net::Loopback> loopback = transport.open_loopback();
    REQUIRE(loopback);
    const ClientSocket silent(loopback->port());
    std::thread browser([port = loopback->port()] {
        asked(port, "GET /callback?state=s HTTP/1.1\r\nHost: x\r\n\r\n");
    });
    std::string target;
    const Result<void> heard = transport.run(transport.within(
        10s,
        loopback->hear(
            {.path = "/callback", .parameter = "state=s", .page = "<p>thank you"}, target
        )
    ));
    browser.join();
    CHECK(heard);
    CHECK(target == "/callback?state=s");
}
