// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <span>
#include <string>

namespace latch::app {

/// What a command line means. If it says something of variables, `{{…}}` in its words has the
/// meaning that it has in flows; otherwise braces are braces. Errors: those of `understand`;
/// `usage`, `file`.
base::Result<cli::Invocation> understand_variables(
    std::span<const std::string> arguments, const base::Environment& environment, Report& report
);

} // namespace latch::app
