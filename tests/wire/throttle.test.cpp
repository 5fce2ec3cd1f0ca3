// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/numbered.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"
#include "wire/caller.hpp"

#include <chrono>
#include <string>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;

namespace {

constexpr base::Bytes rate{200'000};

/// Without a limit it is there in a millisecond; with one, what the bucket holds comes at once.
const std::string& body() {
    static const std::string bytes = numbered(60'000);
    return bytes;
}

constexpr auto least_time = 190ms; ///< 40,000 bytes above what the bucket holds

template <class Work>
std::chrono::nanoseconds time_of(const Work& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::steady_clock::now() - begin;
}

} // namespace

TEST_CASE("throttle: bytes take their time, over TLS as well, in either direction", "[wire]") {
    const TlsFixture fixture;
    for (const bool is_secure : {false, true}) {
        INFO((is_secure ? "https" : "http"));
        const auto echo = [](const Request& request) {
            demand(request.method == "GET" || request.body == body(), "not what was sent");
            return reply(request.method == "GET" ? body() : "ok");
        };
        ServerOptions options;
        if (is_secure) {
            options.listener.tls = TlsOptions{.identity = fixture.server()};
        }
        Server server(echo, options);
        http::Policy policy;
        policy.rate_limit = rate;
        policy.tls.ca = {fixture.ca().string()};
        Caller caller(policy);
        CHECK(time_of([&] { CHECK(caller.get(server.url()).body == body()); }) >= least_time);
        CHECK(time_of([&] {
                  const auto put = wire_request("PUT", server.url(), http::BytesBody{body()});
                  CHECK(caller.ask(put).body == "ok");
              }) >= least_time);
    }
}
