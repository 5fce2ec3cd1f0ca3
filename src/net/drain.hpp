// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include <chrono>
#include <cstdint>

namespace latch::net {

/// How far the rest of an answer that nobody wants is read, for the sake of its connection: as far
/// as that costs less than a new one. Otherwise a server that never comes to an end would hold us
/// with every redirect.
class Drain {
public:
    /// Of what comes over the wire, with all that frames it and with its codings.
    static constexpr std::uint64_t most = std::uint64_t{64} * 1024;
    static constexpr std::chrono::milliseconds longest{100};

    /// With what has come with the head already.
    Drain(SteadyClock::time_point begun, std::uint64_t at_hand)
        : end_(begun + longest), read_(at_hand) {}

    /// Whether to begin at all, with a body of that length; an unknown one is 0. One that ends with
    /// the connection leaves nothing to use again.
    static bool is_worth_it(std::uint64_t announced, bool ends_with_connection) noexcept {
        return announced <= most && !ends_with_connection;
    }

    /// So much more has come: whether to go on.
    bool goes_on(std::uint64_t count, SteadyClock::time_point now) noexcept {
        read_ += count;
        return read_ <= most + for_framing && now < end_;
    }

    SteadyClock::time_point end() const noexcept { return end_; }

private:
    /// A body of just that length may come in chunks.
    static constexpr std::uint64_t for_framing = most / 4;

    SteadyClock::time_point end_;
    std::uint64_t read_;
};

} // namespace latch::net
