// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::test {

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// A request as the server got it.
struct Request {
    std::string method;
    std::string target;
    unsigned version = 11;
    HeaderLines headers; ///< in the order received, spelled as received
    std::string body;    ///< without chunked coding
    std::size_t connection = 0;

    /// The value of the first line of that name, however it is spelled.
    std::optional<std::string> header(std::string_view name) const;
    /// How many lines of that name there are.
    std::size_t count(std::string_view name) const;
    /// Without the query.
    std::string path() const;
};

/// What the server is to answer. Content-Length is added unless it or Transfer-Encoding is there.
struct Response {
    unsigned status = 200;
    HeaderLines headers = {};
    std::string body = {};
    std::optional<std::string> reason = {}; ///< nothing: the usual one
    /// Gives the body piece by piece, the end being an empty piece; it is sent chunked unless
    /// there is a Content-Length.
    std::function<std::string()> stream = {};

    Response& with(std::string name, std::string value);
};

/// A response with a body of that type.
Response reply(std::string body, std::string type = "text/plain");
/// A redirect without a body.
Response redirect(std::string location, unsigned status = 302);

/// Throws what the server reports as a failure of its handler: what a handler uses in the place
/// of Catch2's assertions, which belong to the test's own thread.
void demand(bool claim, const std::string& what);

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
    using Handler = std::function<Response(const Request&)>;

    explicit Server(Handler handler, ServerOptions options = {});
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;
    ~Server();

    std::uint16_t port() const noexcept;
    /// "http://127.0.0.1:PORT" (or https, or [::1]) and `path`.
    std::string url(std::string_view path = "/") const;

    /// All requests so far, in the order their handlers were called.
    std::vector<Request> requests() const;
    /// One of them; fails the test if there are not so many.
    Request request(std::size_t number) const;

    /// Ends the server; what was wrong, in words. What `verify` reports.
    std::vector<std::string> finish();
    /// Ends the server and fails the test for everything that was wrong.
    void verify();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace latch::test
