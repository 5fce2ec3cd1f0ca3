// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <span>
#include <string>

namespace latch::app {

/// What the command line means with the options of the configuration files before it: from the
/// weakest to the strongest, those for all requests, for the URL's host, for its origin, and in
/// each of them the user's before the project's. Without such a file nothing is read.
///
/// Reports that a project's file was passed over. Errors: `usage`, `bad_config`,
/// `file`; those of a session whose base the URL is relative to.
base::Result<cli::Invocation> understand(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    const Report& report
);

} // namespace latch::app
