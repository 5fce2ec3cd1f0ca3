// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.hpp"
#include "cli/draft.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

/// `latch login` and `latch logout`: commands that take options of requests.
namespace latch::cli {

base::Result<Invocation>
login_of(Draft draft, const CommandLine& line, const base::Environment& environment);

base::Result<Invocation>
logout_of(Draft draft, const CommandLine& line, const base::Environment& environment);

/// Whether an option of requests means something to them.
bool suits_login(const Option& option) noexcept;

} // namespace latch::cli
