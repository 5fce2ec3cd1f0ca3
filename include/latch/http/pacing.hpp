// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace latch::http {

/// How several requests follow one another.
struct Pacing {
    enum class Order : std::uint8_t {
        as_asked, ///< answers are shown in the order of the requests
        as_ended,
    };

    std::size_t parallel = 1;   ///< how many are on their way at once, at most; not 0
    std::size_t per_origin = 6; ///< how many of them to one origin; not 0
    /// Between the beginnings of two, on the average; 0: one may begin at once.
    std::chrono::nanoseconds interval{};
    Order order = Order::as_asked;

    bool operator==(const Pacing&) const = default;
};

} // namespace latch::http
