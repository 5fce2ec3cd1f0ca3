// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <span>
#include <string>
#include <string_view>

namespace latch::cli {

/// Whether latch is called by the name of one of HTTPie's programs, `http` or `https`. Where a
/// default differs, it behaves as they do: scripts were written for that.
bool is_httpie_name(std::string_view program) noexcept;

/// Understands a command line, argv[0] not included. Reads nothing but its arguments; the
/// environment tells the program's name (`latchs` means https, `http` no check of the status).
/// Errors: `usage`, with the word that is wrong and, for an option, the nearest that exists.
base::Result<Invocation>
parse(std::span<const std::string> arguments, const base::Environment& environment);

} // namespace latch::cli
