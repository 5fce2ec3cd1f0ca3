// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

namespace latch::base {

/// A number of seconds without needless zeros: "30", "1.5", "0.25".
std::string decimal_seconds(std::chrono::milliseconds duration);

} // namespace latch::base
