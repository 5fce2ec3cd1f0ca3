// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/cli/invocation.hpp"

namespace latch::app {

/// Sends a request to each of several URLs, by the pace of the command; the exit code is that of
/// the worst.
int send_several(const cli::Send& command, const base::Environment& environment, Report& report);

} // namespace latch::app
