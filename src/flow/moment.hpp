// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <span>
#include <string>

namespace latch::flow {

/// A time in UTC as words want it: `+1d`, `-2h` and the like (s m h d w) move it, the rest is a
/// form in letters of strftime: %Y %y %m %d %j %u %w %a %A %b %B %H %I %M %S %p %s %z %Z %F %T %R
/// %D %%. Without one it is ISO 8601, "2026-11-28T14:00:00Z".
/// Errors: `usage` for other words, and outside of the years 0 to 9999.
base::Result<std::string>
moment_text(base::Clock::time_point moment, std::span<const std::string> words);

} // namespace latch::flow
