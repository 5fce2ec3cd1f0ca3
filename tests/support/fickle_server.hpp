// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"
#include "support/message.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace latch::test {

/// Speaks HTTP/1.1 on loopback and closes each connection after some requests, announcing nothing.
class FickleServer {
public:
    /// Called in the threads of the connections, but never twice at the same time.
    using Handler = std::function<Response(const Request&)>;

    FickleServer(std::size_t requests_per_connection, Handler handler);

    std::string url(std::string_view path = "/") const { return listener_.url(path); }

    /// How often each target was asked for.
    std::map<std::string, std::size_t> counts() const;

private:
    void serve(ByteStream& stream);
    Response handle(const Request& request);

    std::size_t most_;
    Handler handler_;
    mutable std::mutex mutex_;
    std::map<std::string, std::size_t> counts_;
    Listener listener_; ///< last: its threads use the rest
};

} // namespace latch::test
