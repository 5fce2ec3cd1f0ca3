// SPDX-License-Identifier: MIT
#pragma once

#include "support/byte_stream.hpp"

#include "latch/base/file.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace latch::test {

enum class Loopback { ipv4, ipv6 };

/// A socket bound to a loopback port; port 0 lets the system choose.
base::Descriptor bound_socket(Loopback address, std::uint16_t port);
std::uint16_t port_of(const base::Descriptor& socket);

/// A port of 127.0.0.1 that neither accepts nor refuses: its queue is full, so what knocks is
/// dropped, as by a firewall.
class SilentPort {
public:
    /// 0 lets the system choose.
    explicit SilentPort(std::uint16_t port = 0);

    std::uint16_t port() const { return port_of(listener_); }

private:
    base::Descriptor listener_;
    std::vector<base::Descriptor> crowd_;
};

/// A counter that poll() can wait for.
class Event {
public:
    enum class Kind {
        stays_set, ///< for everyone who looks
        counts,    ///< each signal is for one
    };
    explicit Event(Kind kind);

    void signal() const noexcept;

    int get() const noexcept { return descriptor_.get(); }

private:
    base::Descriptor descriptor_;
};

/// Where a test server listens.
struct ListenerOptions {
    Loopback address = Loopback::ipv4;
    std::uint16_t port = 0;
    std::optional<TlsOptions> tls = {};
};

/// Accepts connections on loopback and serves each in a thread of its own.
class Listener {
public:
    /// Called in the connection's thread; connections are numbered in the order of arrival.
    using Serve = std::function<void(std::size_t connection, ByteStream& stream)>;

    Listener(const ListenerOptions& options, Serve serve);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    Listener(Listener&&) = delete;
    Listener& operator=(Listener&&) = delete;

    ~Listener() { stop(); }

    std::uint16_t port() const noexcept { return port_; }

    /// "http://127.0.0.1:PORT" (or https, or [::1]) and `path`.
    std::string url(std::string_view path) const;

    /// Ends every operation on every stream and waits for the threads.
    void stop() noexcept;

private:
    void accept_all();
    void begin(base::Descriptor socket);

    ListenerOptions options_;
    Serve serve_;
    base::Descriptor socket_;
    std::uint16_t port_;
    std::unique_ptr<TlsContext> context_;
    Event stop_{Event::Kind::stays_set};
    std::vector<std::thread> workers_; ///< the acceptor's until it has ended
    std::thread acceptor_;
};

} // namespace latch::test
