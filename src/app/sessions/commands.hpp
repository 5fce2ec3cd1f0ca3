// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/session_command.hpp"

/// One function for each command of `latch session`: the exit code, or the error to report. What a
/// session holds is made known to the report.
namespace latch::app::sessions {

using Ended = base::Result<int>;

Ended list(const cli::ListSessions& command, const base::Environment& environment, Report& report);
Ended show(const cli::ShowSession& command, const base::Environment& environment, Report& report);
Ended set(const cli::SetSession& command, const base::Environment& environment, Report& report);
Ended edit(const cli::EditSession& command, const base::Environment& environment, Report& report);
Ended rename(const cli::RenameSession& command, const base::Environment& environment);
Ended copy(const cli::CopySession& command, const base::Environment& environment);
Ended remove(const cli::RemoveSessions& command, const base::Environment& environment);
Ended clear(const cli::ClearSessions& command, const base::Environment& environment);
Ended import_sessions(
    const cli::ImportSessions& command, const base::Environment& environment, Report& report
);
Ended export_sessions(
    const cli::ExportSessions& command, const base::Environment& environment, Report& report
);
Ended locate(
    const cli::LocateSession& command, const base::Environment& environment, Report& report
);

} // namespace latch::app::sessions
