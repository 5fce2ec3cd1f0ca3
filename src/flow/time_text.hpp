// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace latch::flow {

/// "0.018": seconds with three decimals.
std::string in_seconds(std::chrono::nanoseconds time);

/// "18.250": milliseconds with three decimals.
std::string in_milliseconds(std::chrono::nanoseconds time);

/// "0.8 ms", "18 ms", "1.24 s", for people.
std::string in_words(std::chrono::nanoseconds time);

/// "2026-11-28T11:14:09" in UTC, without saying so: the zone is no part of JUnit's type.
std::string iso_time(base::Clock::time_point moment);

/// The durations of all requests that were made and timed, the shortest first.
std::vector<std::chrono::nanoseconds> durations_in(const Record& record);

/// The nearest rank: the least of the sorted times that `percent` of them do not exceed.
std::chrono::nanoseconds
percentile(const std::vector<std::chrono::nanoseconds>& sorted, unsigned percent);

/// "p50 12 ms, p95 30 ms, max 41 ms", and that p95 is the slowest where there are fewer than 20;
/// empty if nothing was timed.
std::string percentiles_in_words(const Record& record);

} // namespace latch::flow
