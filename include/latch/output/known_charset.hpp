// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <string>
#include <string_view>

namespace latch::output {

/// The name in lowercase, if text can be read in that charset; else an error (`usage`).
base::Result<std::string> known_charset(std::string_view name);

} // namespace latch::output
