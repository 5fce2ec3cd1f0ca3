// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"
#include "support/message.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Speaks HTTP/1.1 on loopback with keep-alive and hands every request to one handler: the part of
/// `Server` that knows nothing of tests.
class HttpService {
public:
    /// Called in the threads of the connections, but never twice at the same time. What it throws
    /// becomes a complaint and status 500.
    using Handler = std::function<Response(const Request&)>;

    HttpService(Handler handler, const ListenerOptions& options);

    std::uint16_t port() const noexcept { return listener_.port(); }

    std::string url(std::string_view path) const { return listener_.url(path); }

    /// All requests so far, in the order their handlers were called.
    std::vector<Request> requests() const;
    /// What handlers threw, and what was no HTTP, since the last call.
    std::vector<std::string> take_complaints();

    /// Ends every connection and waits for the threads.
    void stop() { listener_.stop(); }

private:
    void serve(std::size_t connection, ByteStream& stream);
    Response handle(const Request& request);
    void complain(std::string what);

    Handler handler_;
    mutable std::mutex mutex_;
    std::vector<Request> requests_;
    std::vector<std::string> complaints_;
    std::mutex one_at_a_time_;
    Listener listener_;
};

} // namespace latch::test
