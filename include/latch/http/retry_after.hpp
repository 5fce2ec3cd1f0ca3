// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/headers.hpp"

#include <chrono>
#include <optional>

namespace latch::http {

/// How long a server wants to be left alone: `Retry-After`, a number of seconds or a date, which is
/// meant by the server's own clock if the answer tells it (RFC 9110, 10.2.3). Not below zero,
/// and a number that is beyond all measure is 2^32 - 1; nothing without the field, or where it says
/// something else.
std::optional<std::chrono::seconds>
parse_retry_after(const Headers& headers, base::Clock::time_point received);

} // namespace latch::http
