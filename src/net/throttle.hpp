// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.hpp"

#include "latch/base/bytes.hpp"

#include <cstddef>
#include <memory>

namespace latch::net {

/// A bucket of bytes that may go: it fills at a rate and holds a tenth of a second's worth, so that
/// a pause is not made good by a burst. Pure; the clock is passed in.
class Bucket {
public:
    /// `rate` in bytes per second, at least one. It begins full.
    Bucket(base::Bytes rate, SteadyClock::time_point now);

    /// How many of `wanted` bytes may go now: none before half of the bucket is full, or of what is
    /// wanted, because many small pieces would cost more time than they take.
    std::size_t allowance(std::size_t wanted, SteadyClock::time_point now);

    void spend(std::size_t count) noexcept;

    /// When it is worth asking again after there was nothing.
    SteadyClock::time_point refilled() const;

private:
    double worth_moving() const noexcept { return capacity_ < 2 ? 1 : capacity_ / 2; }

    double rate_;     ///< bytes per second
    double capacity_; ///< bytes, at least one
    double level_;    ///< bytes
    SteadyClock::time_point seen_;
};

/// The same stream, reading and writing at most `rate` bytes per second each (`--limit-rate`).
std::unique_ptr<Stream> throttled(std::unique_ptr<Stream> stream, base::Bytes rate);

} // namespace latch::net
