// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.hpp"
#include "cli/draft.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

namespace latch::cli {

/// `latch wait`.
base::Result<Invocation>
wait_of(Draft draft, const CommandLine& line, const base::Environment& environment);

} // namespace latch::cli
