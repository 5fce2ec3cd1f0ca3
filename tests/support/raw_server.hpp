// SPDX-License-Identifier: MIT
#pragma once

#include "support/script.hpp"
#include "support/tls_fixture.hpp"

#include "latch/base/file.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// How a RawServer speaks TLS.
struct RawTls {
    Identity identity;
    std::string client_ca = {};         ///< asks for a client certificate signed by this one
    std::optional<int> newest = {};     ///< e.g. TLS1_2_VERSION
    std::vector<std::string> alpn = {}; ///< protocols it agrees to, the best first
};

struct RawOptions {
    bool ipv6 = false; ///< ::1 in the place of 127.0.0.1
    std::uint16_t port = 0;
    std::optional<RawTls> tls = {};
    std::chrono::milliseconds step_deadline{std::chrono::seconds(10)};
    /// How long the end of the test waits for scripts that are still running.
    std::chrono::milliseconds patience{std::chrono::seconds(2)};
};

/// What a RawServer saw of one connection.
struct Received {
    std::string bytes;
    bool handshake_done = false; ///< of TLS
    std::string sni;
    std::string alpn;
    bool resumed = false;       ///< a TLS session was taken up again
    std::string client_subject; ///< common name of the client's certificate
};

/// A server whose every byte is scripted, on loopback with its own threads: the first connection
/// gets the first script and so on, all at the same time.
///
/// A script that was not reached or not finished, and a connection too many, fail the test: in
/// `verify`, which the destructor calls. It counts in the thread that calls it.
class RawServer {
public:
    explicit RawServer(std::vector<Script> scripts, RawOptions options = {});
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;
    RawServer(RawServer&&) = delete;
    RawServer& operator=(RawServer&&) = delete;
    ~RawServer();

    std::uint16_t port() const noexcept;

    /// "http://127.0.0.1:PORT" (or https, or [::1]) and `path`.
    std::string url(std::string_view path = "/") const;

    /// Lets one stalled connection go on, or the next one that stalls.
    void release();

    /// Waits until `count` stalls have been reached in all; fails the test if they are not.
    void wait_for_stalls(unsigned count = 1);

    /// Waits until `count` connections have been accepted; fails the test if they are not.
    void wait_for_connections(std::size_t count);

    /// How many connections were accepted so far.
    std::size_t connections() const;

    /// What arrived on a connection so far.
    Received received(std::size_t connection) const;

    /// Ends the server; what was wrong, in words. What `verify` reports.
    std::vector<std::string> finish();

    /// Ends the server and fails the test for everything that was wrong.
    void verify();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// A loopback port on which nobody listens, kept so that nobody else gets it.
class ClosedPort {
public:
    explicit ClosedPort(bool ipv6 = false);
    ClosedPort(const ClosedPort&) = delete;
    ClosedPort& operator=(const ClosedPort&) = delete;
    ClosedPort(ClosedPort&&) = delete;
    ClosedPort& operator=(ClosedPort&&) = delete;
    ~ClosedPort();

    std::uint16_t port() const noexcept { return port_; }

private:
    base::Descriptor socket_;
    std::uint16_t port_;
};

} // namespace latch::test
