// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <chrono>

namespace latch::client {

/// Lets time pass. Errors: `interrupted` and `terminated`, by the signals that end a run.
base::Result<void> pause(std::chrono::milliseconds duration);

} // namespace latch::client
