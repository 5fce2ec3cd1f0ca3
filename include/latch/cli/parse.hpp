// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <span>
#include <string>

namespace latch::cli {

/// Understands a command line, argv[0] not included. Reads nothing but its arguments; the
/// environment tells the program's name (`latchs` means https). Errors: `usage`, with the word
/// that is wrong and, for an option, the nearest that exists.
base::Result<Invocation>
parse(std::span<const std::string> arguments, const base::Environment& environment);

} // namespace latch::cli
