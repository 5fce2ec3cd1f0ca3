// SPDX-License-Identifier: MIT
#include "client/retry.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::client;
using namespace latch::test;
using base::ErrorKind;
using std::chrono::milliseconds;

namespace {

http::Request asking(std::string method) {
    http::Request request;
    request.method = std::move(method);
    request.url = a_url("http://a.test/");
    return request;
}

http::Hop answered(unsigned status, std::string retry_after = {}) {
    http::Hop hop;
    hop.response.status = status;
    if (!retry_after.empty()) {
        hop.response.headers.add("Retry-After", std::move(retry_after));
    }
    return hop;
}

/// A request that may have arrived, unless there was no connection to send it on.
net::Failure failed(ErrorKind kind, bool answer_begun = false) {
    return {
        .error = base::Error(kind, "it failed"),
        .request_begun = kind != ErrorKind::connect && kind != ErrorKind::resolve,
        .answer_begun = answer_begun};
}

/// A connection that was never ready: its handshake broke off, or took too long.
net::Failure unconnected(ErrorKind kind) {
    return {.error = base::Error(kind, "it failed")};
}

BrokenOff broken(ErrorKind kind = ErrorKind::protocol) {
    return {
        .error = base::Error(kind, "it broke off"), .by_network = true, .can_be_taken_back = true};
}

Tries tries(unsigned made = 0) {
    return {.policy = {.limit = 3}, .retries = made, .left = {}, .dice = 0.5};
}

} // namespace

TEST_CASE("retry: statuses of the moment, and no others", "[client]") {
    for (const unsigned status : {408U, 429U, 502U, 503U, 504U}) {
        INFO(status);
        CHECK(retry_delay(asking("GET"), answered(status), tries()));
    }
    for (const unsigned status : {200U, 302U, 400U, 401U, 403U, 404U, 500U, 501U, 505U}) {
        INFO(status);
        CHECK_FALSE(retry_delay(asking("GET"), answered(status), tries()));
    }
}

TEST_CASE("retry: failures of the moment, and no others", "[client]") {
    const ErrorKind transient[] = {
        ErrorKind::resolve, ErrorKind::connect, ErrorKind::protocol, ErrorKind::timed_out};
    for (const ErrorKind kind : transient) {
        INFO(static_cast<int>(kind));
        CHECK(retry_delay(asking("GET"), failed(kind), tries()));
    }
    for (const ErrorKind kind : {ErrorKind::usage, ErrorKind::file, ErrorKind::tls}) {
        INFO(static_cast<int>(kind));
        CHECK_FALSE(retry_delay(asking("GET"), failed(kind), tries()));
    }
    CHECK_FALSE(retry_delay(asking("GET"), failed(ErrorKind::protocol, true), tries()));
}

TEST_CASE("retry: what is not idempotent, only if it cannot have arrived", "[client]") {
    Tries unsafe = tries();
    unsafe.policy.is_unsafe = true;
    for (const std::string method : {"POST", "PATCH"}) {
        INFO(method);
        CHECK(retry_delay(asking(method), failed(ErrorKind::connect), tries()));
        CHECK(retry_delay(asking(method), failed(ErrorKind::resolve), tries()));
        CHECK(retry_delay(asking(method), unconnected(ErrorKind::protocol), tries()));
        CHECK(retry_delay(asking(method), unconnected(ErrorKind::timed_out), tries()));
        CHECK_FALSE(retry_delay(asking(method), failed(ErrorKind::protocol), tries()));
        CHECK_FALSE(retry_delay(asking(method), failed(ErrorKind::timed_out), tries()));
        CHECK_FALSE(retry_delay(asking(method), answered(503), tries()));
        CHECK(retry_delay(asking(method), failed(ErrorKind::protocol), unsafe));
        CHECK(retry_delay(asking(method), answered(503), unsafe));
    }
    CHECK(retry_delay(asking("PUT"), answered(503), tries()));
    CHECK(retry_delay(asking("DELETE"), failed(ErrorKind::timed_out), tries()));
}

TEST_CASE("retry: a body that broke off, if it can be taken back", "[client]") {
    CHECK(retry_delay(asking("GET"), broken(), tries()) == milliseconds(100));
    CHECK(retry_delay(asking("GET"), broken(ErrorKind::timed_out), tries()));
    BrokenOff shown = broken();
    shown.can_be_taken_back = false;
    CHECK_FALSE(retry_delay(asking("GET"), shown, tries()));
    BrokenOff malformed = broken();
    malformed.by_network = false;
    CHECK_FALSE(retry_delay(asking("GET"), malformed, tries()));
    for (const ErrorKind kind : {ErrorKind::tls, ErrorKind::file, ErrorKind::output_closed}) {
        INFO(static_cast<int>(kind));
        CHECK_FALSE(retry_delay(asking("GET"), broken(kind), tries()));
    }
}

TEST_CASE("retry: a body that broke off is under the rules of all retries", "[client]") {
    CHECK_FALSE(retry_delay(asking("POST"), broken(), tries()));
    Tries unsafe = tries();
    unsafe.policy.is_unsafe = true;
    CHECK(retry_delay(asking("POST"), broken(), unsafe));
    CHECK_FALSE(retry_delay(asking("GET"), broken(), tries(3)));
    Tries late = tries();
    late.left = milliseconds(100);
    CHECK_FALSE(retry_delay(asking("GET"), broken(), late));
    http::Request pipe = asking("PUT");
    pipe.body = http::StreamBody{.source = {}, .length = {}, .name = "a pipe"};
    CHECK_FALSE(retry_delay(pipe, broken(), tries()));
}

TEST_CASE("retry: exactly as often as allowed", "[client]") {
    CHECK(retry_delay(asking("GET"), answered(503), tries(2)));
    CHECK_FALSE(retry_delay(asking("GET"), answered(503), tries(3)));
    CHECK_FALSE(retry_delay(asking("GET"), answered(503), Tries{}));
}

TEST_CASE("retry: a body that cannot be sent again ends it", "[client]") {
    http::Request request = asking("PUT");
    request.body = http::StreamBody{.source = {}, .length = {}, .name = "a pipe"};
    CHECK_FALSE(retry_delay(request, answered(503), tries()));
}

TEST_CASE("retry: a random part of 0.2 s, doubled up to 5 s", "[client]") {
    const auto delay = [](unsigned made, double dice) {
        Tries state{.policy = {.limit = 100}, .retries = made, .left = {}, .dice = dice};
        return retry_delay(asking("GET"), answered(503), state).value();
    };
    CHECK(delay(0, 0) == milliseconds(0));
    CHECK(delay(0, 0.5) == milliseconds(100));
    CHECK(delay(1, 0.5) == milliseconds(200));
    CHECK(delay(4, 0.5) == milliseconds(1600));
    CHECK(delay(5, 0.5) == milliseconds(2500));
    CHECK(delay(99, 0.5) == milliseconds(2500));
}

TEST_CASE("retry: what the server asks for is waited, to the second", "[client]") {
    CHECK(retry_delay(asking("GET"), answered(503, "7"), tries()) == milliseconds(7000));
    CHECK(retry_delay(asking("GET"), answered(429, "0"), tries()) == milliseconds(0));
    CHECK(retry_delay(asking("GET"), answered(503, "soon"), tries()) == milliseconds(100));
    CHECK(retry_delay(asking("GET"), answered(503, "3600"), tries()) == std::chrono::hours(1));
    CHECK_FALSE(retry_delay(asking("GET"), answered(503, "3601"), tries()));
}

TEST_CASE("retry: what would not end in time is not begun", "[client]") {
    Tries state = tries();
    state.left = milliseconds(6999);
    CHECK_FALSE(retry_delay(asking("GET"), answered(503, "7"), state));
    state.left = milliseconds(7001);
    CHECK(retry_delay(asking("GET"), answered(503, "7"), state));
    state.left = milliseconds(100);
    CHECK_FALSE(retry_delay(asking("GET"), failed(ErrorKind::connect), state));
}

TEST_CASE("retry: a conversation counts its retries, and each request begins anew", "[client]") {
    http::Policy policy;
    policy.retries.limit = 1;
    Retries retries(policy, {});
    const auto first = retries.after(asking("GET"), answered(503), {});
    REQUIRE(first);
    CHECK(first->number == 1);
    CHECK(first->limit == 1);
    CHECK(first->why == "HTTP 503");
    CHECK_FALSE(retries.after(asking("GET"), answered(503), {}));
    retries.begin();
    CHECK(retries.after(asking("GET"), failed(ErrorKind::connect), {}));
}

TEST_CASE("retry: tries count for where a redirect leads, retries for all", "[client]") {
    http::Policy policy;
    policy.retries.limit = 2;
    Retries retries(policy, {});
    CHECK(retries.tries_made() == 1);
    REQUIRE(retries.after(asking("GET"), answered(503), {}));
    CHECK(retries.tries_made() == 2);
    retries.lead_on();
    CHECK(retries.tries_made() == 1);
    const auto second = retries.after(asking("GET"), answered(503), {});
    REQUIRE(second);
    CHECK(second->number == 2);
    CHECK(retries.tries_made() == 2);
    CHECK_FALSE(retries.after(asking("GET"), answered(503), {}));
}

TEST_CASE("retry: the time for everything counts from the beginning", "[client]") {
    http::Policy policy;
    policy.retries.limit = 5;
    policy.timeouts.total = std::chrono::seconds(10);
    Retries retries(policy, Retries::Time{});
    const auto after = [](int seconds) { return Retries::Time(std::chrono::seconds(seconds)); };
    CHECK(retries.after(asking("GET"), answered(503, "5"), after(4)));
    CHECK_FALSE(retries.after(asking("GET"), answered(503, "5"), after(6)));
}
