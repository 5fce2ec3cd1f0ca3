// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

namespace latch::test {

/// What a RawServer does on one connection, step by step; at the end it closes the connection.
class Script {
public:
    struct ExpectDelimiter {
        std::string delimiter;
    };

    struct ExpectBytes {
        std::size_t count;
    };

    struct Send {
        std::string bytes;
    };

    struct Drip {
        std::string bytes;
    };

    struct Stall {};

    struct UntilPeerLeaves {};

    struct EndSending {};

    struct Close {};

    struct Cut {};

    struct Reset {};

    using Step = std::variant<
        ExpectDelimiter,
        ExpectBytes,
        Send,
        Drip,
        Stall,
        UntilPeerLeaves,
        EndSending,
        Close,
        Cut,
        Reset>;

    /// Reads up to and including `delimiter`.
    Script& expect(std::string delimiter) { return add(ExpectDelimiter{std::move(delimiter)}); }

    /// Reads a request head: everything up to the empty line.
    Script& request() { return expect("\r\n\r\n"); }

    /// Reads exactly `count` bytes more.
    Script& expect_bytes(std::size_t count) { return add(ExpectBytes{count}); }

    Script& send(std::string bytes) { return add(Send{std::move(bytes)}); }

    /// Sends every byte by itself, so that a reader sees the message in the smallest pieces.
    Script& drip(std::string bytes) { return add(Drip{std::move(bytes)}); }

    /// Waits until `RawServer::release` or until the peer goes away.
    Script& stall() { return add(Stall{}); }

    /// Reads until the peer has closed or reset the connection.
    Script& until_peer_leaves() { return add(UntilPeerLeaves{}); }

    /// Shuts down the sending half (under TLS after a close_notify) and goes on reading.
    Script& end_sending() { return add(EndSending{}); }

    /// Closes in good order, under TLS with a close_notify.
    Script& close() { return add(Close{}); }

    /// Closes the TCP connection; under TLS without a close_notify, as a truncation attack would.
    Script& cut() { return add(Cut{}); }

    /// Closes with a RST.
    Script& reset() { return add(Reset{}); }

    const std::vector<Step>& steps() const noexcept { return steps_; }

private:
    Script& add(Step step) {
        steps_.push_back(std::move(step));
        return *this;
    }

    std::vector<Step> steps_;
};

} // namespace latch::test
