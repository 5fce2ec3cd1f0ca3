// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/cli/invocation.hpp"

/// One function a command; each returns the exit code.
namespace latch::app {

/// Completes the command by the files that it names; it is not moved or copied, for of what it
/// holds nothing may be left behind.
int send(cli::Send& command, const base::Environment& environment, Report& report);
int login(const cli::Login& command, const base::Environment& environment, Report& report);
int logout(const cli::Logout& command, const base::Environment& environment, Report& report);
int show_token(const cli::ShowToken& command, const base::Environment& environment, Report& report);
int wait(const cli::Wait& command, const base::Environment& environment, Report& report);
int run_flows(const cli::RunFlows& command, const base::Environment& environment, Report& report);
int import_flow(
    const cli::ImportFlow& command, const base::Environment& environment, Report& report
);
int session_command(
    const cli::SessionCommand& command, const base::Environment& environment, Report& report
);

} // namespace latch::app
