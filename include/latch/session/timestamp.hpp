// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::session {

/// "2026-11-23T10:00:00Z" (RFC 3339), with milliseconds only where there are any; finer is cut off.
std::string timestamp(base::Clock::time_point moment);

/// Whole seconds, which are what Set-Cookie knows; up, so that Max-Age=1 is not over at once.
base::Clock::time_point whole_seconds(base::Clock::time_point moment) noexcept;

/// Reads what `timestamp` writes, with up to nine digits of a second. Years that the clock does
/// not reach (1677 to 2262) become its ends.
std::optional<base::Clock::time_point> parse_timestamp(std::string_view text);

} // namespace latch::session
