// SPDX-License-Identifier: MIT
#pragma once

#include "app/setup.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <cstdint>
#include <vector>

namespace latch::app {

/// Where each URL leads, as a number for each origin, and that there is a way to it. Errors:
/// `usage`, `file`, with the place of the URL.
base::Result<std::vector<std::uint32_t>>
places_of(const cli::Send& command, Setup& setup, const base::Environment& environment);

} // namespace latch::app
