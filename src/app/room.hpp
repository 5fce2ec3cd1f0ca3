// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/pacing.hpp"
#include "latch/http/policy.hpp"

#include <cstddef>

/// How much can go on at once in one process.
namespace latch::app {

/// The descriptors that a round of requests may come to use.
std::size_t descriptors_for(const http::Pacing& pacing);

/// How many connections a round may have open at once where there are so many descriptors; it
/// becomes slower where that is less than it was to have, for each of its requests needs one.
http::ConnectionLimits fit(http::Pacing& pacing, std::size_t descriptors);

} // namespace latch::app
