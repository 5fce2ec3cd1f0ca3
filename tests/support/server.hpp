// SPDX-License-Identifier: MIT
#pragma once

#include "support/http_service.hpp"
#include "support/listener.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Throws what the server reports as a failure of its handler: what a handler uses in the place
/// of Catch2's assertions, which belong to the test's own thread.
void demand(bool claim, const std::string& what);

/// Where a Server listens, and how often it expects to be called.
struct ServerOptions {
    ListenerOptions listener = {};
    std::size_t at_least = 1;
    std::size_t at_most = std::numeric_limits<std::size_t>::max();
};

/// A real HTTP/1.1 server on loopback with keep-alive and a handler for each test.
///
/// The test fails if the handler was called too seldom or too often, if a demand of it was not
/// met, or if somebody did not speak HTTP: in `verify`, which the destructor calls. The handler
/// runs in the server's threads, one call at a time.
class Server {
public:
    using Handler = HttpService::Handler;

    explicit Server(Handler handler, ServerOptions options = {});
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;
    ~Server();

    std::uint16_t port() const noexcept { return service_.port(); }

    /// "http://127.0.0.1:PORT" (or https, or [::1]) and `path`.
    std::string url(std::string_view path = "/") const { return service_.url(path); }

    /// All requests so far, in the order their handlers were called.
    std::vector<Request> requests() const { return service_.requests(); }

    /// One of them; fails the test if there are not so many.
    Request request(std::size_t number) const;

    /// Ends the server; what was wrong, in words. What `verify` reports.
    std::vector<std::string> finish();
    /// Ends the server and fails the test for everything that was wrong.
    void verify();

private:
    ServerOptions options_;
    bool finished_ = false;
    HttpService service_;
};

} // namespace latch::test
