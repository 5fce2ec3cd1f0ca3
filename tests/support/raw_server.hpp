// SPDX-License-Identifier: MIT
#pragma once

#include "support/listener.hpp"
#include "support/script.hpp"

#include "latch/base/file.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Where a RawServer listens, and how long it waits.
struct RawOptions {
    ListenerOptions listener;
    std::chrono::milliseconds step_deadline{std::chrono::seconds(10)};
    /// How long the end of the test waits for scripts that are still running.
    std::chrono::milliseconds patience{std::chrono::seconds(2)};
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
    explicit ClosedPort(Loopback address = Loopback::ipv4);
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
