// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.hpp"
#include "cli/draft.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

namespace latch::cli {

/// `latch run FILE…`, with options that each request of the files has. Errors: `usage`, also for
/// an option that belongs to one request.
base::Result<Invocation>
run_of(Draft draft, const CommandLine& line, const base::Environment& environment);

/// Errors: `usage` if a command line has an option that means something to `latch run` only.
base::Result<void> refuse_options_of_run(const CommandLine& line);

} // namespace latch::cli
