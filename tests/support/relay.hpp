// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace latch::test {

/// A real proxy for tests: takes CONNECT, plain or over TLS, and relays bytes to the port that was
/// asked for on loopback, whatever the host is called.
class Relay {
public:
    explicit Relay(const ListenerOptions& options = {});
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    Relay(Relay&&) = delete;
    Relay& operator=(Relay&&) = delete;
    ~Relay() = default;

    std::uint16_t port() const noexcept { return listener_.port(); }

    /// "http://127.0.0.1:PORT", or https, with what stands before the host.
    std::string url(const std::string& user_info = "") const;

    /// What it was asked, head by head.
    std::vector<std::string> heads() const;

private:
    void serve(ByteStream& stream);

    ListenerOptions options_;
    mutable std::mutex mutex_;
    std::vector<std::string> heads_;
    Listener listener_; ///< last: its threads use the rest
};

} // namespace latch::test
