// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// What a run of flows says on standard error.
namespace latch::app {

enum class Tells : std::uint8_t { times, no_times };

/// "✓ smoke.flow:3  sign in  302  18 ms"
std::string line_for(const flow::Case& testcase, Tells tells);

/// What a request was answered that failed, as far as there is room for it, and how to repeat it;
/// several lines.
std::string evidence_for(const flow::Case& testcase);

/// "3 requests: 2 passed, 1 failed  94 ms"
std::string summary_of(const flow::Tally& tally, std::optional<std::chrono::nanoseconds> duration);

/// "18 ms", "1.25 s"
std::string in_words(std::chrono::nanoseconds duration);

} // namespace latch::app
