// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/report.hpp"
#include "app/sessions/commands.hpp"

#include <variant>

namespace latch::app {

namespace {

/// One overload for each command.
struct Dispatch {
    const base::Environment& environment;
    Report& report;

    sessions::Ended operator()(const cli::ListSessions& command) const {
        return sessions::list(command, environment, report);
    }

    sessions::Ended operator()(const cli::ShowSession& command) const {
        return sessions::show(command, environment, report);
    }

    sessions::Ended operator()(const cli::SetSession& command) const {
        return sessions::set(command, environment, report);
    }

    sessions::Ended operator()(const cli::EditSession& command) const {
        return sessions::edit(command, environment, report);
    }

    sessions::Ended operator()(const cli::RenameSession& command) const {
        return sessions::rename(command, environment);
    }

    sessions::Ended operator()(const cli::CopySession& command) const {
        return sessions::copy(command, environment);
    }

    sessions::Ended operator()(const cli::RemoveSessions& command) const {
        return sessions::remove(command, environment);
    }

    sessions::Ended operator()(const cli::ClearSessions& command) const {
        return sessions::clear(command, environment);
    }

    sessions::Ended operator()(const cli::ImportSessions& command) const {
        return sessions::import_sessions(command, environment, report);
    }

    sessions::Ended operator()(const cli::ExportSessions& command) const {
        return sessions::export_sessions(command, environment, report);
    }

    sessions::Ended operator()(const cli::LocateSession& command) const {
        return sessions::locate(command, environment, report);
    }
};

} // namespace

int session_command(
    const cli::SessionCommand& command, const base::Environment& environment, Report& report
) {
    const sessions::Ended ended = std::visit(Dispatch{environment, report}, command);
    return ended ? *ended : report.fail(ended.error());
}

} // namespace latch::app
