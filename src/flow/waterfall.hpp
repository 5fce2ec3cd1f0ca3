// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace latch::flow {

/// A part of a request's time, as the drawing and its legend name it.
struct Phase {
    std::string_view style; ///< its class of CSS
    std::string_view title;
};

/// In the order of time. The first is what was before the last try: earlier ones, and pauses.
inline constexpr std::array<Phase, 6> phases{{
    {"other", "other"},
    {"resolve", "name"},
    {"connect", "connect"},
    {"tls", "TLS"},
    {"wait", "wait"},
    {"transfer", "transfer"},
}};

/// A drawing in SVG of when a request was made within a run of that length, and what took how
/// long: a bar of pieces, which ends where the request did.
std::string waterfall(const Times& times, std::chrono::nanoseconds whole);

/// The same pieces in words: "name 1.0 ms, connect 2.0 ms, wait 8.0 ms".
std::string phases_in_words(const Times& times);

} // namespace latch::flow
