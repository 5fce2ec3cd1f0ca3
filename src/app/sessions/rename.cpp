// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/base/terminal.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/store.hpp"

#include <string>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using session::Existing;
using session::Store;

/// A session and where it is to be as well, or instead.
struct Route {
    Store from;
    Store to;
    Existing existing;
};

bool is_path(std::string_view value) noexcept {
    return value.find('/') != std::string_view::npos;
}

/// A name that is new lies beside the old one: a project's session stays the project's.
Result<Store> destination(
    const Store& from,
    std::string_view old_name,
    const std::string& name,
    const base::Environment& environment
) {
    auto found = Store::locate(name, environment);
    if (!found || found->exists() || is_path(name) || is_path(old_name)) {
        return found;
    }
    return from.beside(name);
}

template <class Command>
Result<Route> route_of(const Command& command, const base::Environment& environment) {
    auto from = existing(command.from, environment);
    if (!from) {
        return from.error();
    }
    auto to = destination(*from, command.from, command.to, environment);
    if (!to) {
        return to.error();
    }
    if (from->file() == to->file()) {
        return Error(ErrorKind::usage, "both names are those of one session");
    }
    if (to->exists() && !command.replaces) {
        return Error(ErrorKind::file, "there is a session " + command.to + " already")
            .hinting("--force replaces it");
    }
    return Route{
        .from = *std::move(from),
        .to = *std::move(to),
        .existing = command.replaces ? Existing::replaced : Existing::kept};
}

Result<void> confirm(const cli::RemoveSessions& command, const base::Environment& environment) {
    if (command.is_confirmed) {
        return {};
    }
    std::string names;
    for (const std::string& name : command.sessions) {
        names += (names.empty() ? "" : ", ") + name;
    }
    const auto said = base::ask_yes(
        environment.terminal,
        "latch: remove " + names + " for good?",
        "--yes removes without asking"
    );
    if (!said) {
        return said.error();
    }
    return *said ? Result<void>() : Error(ErrorKind::file, "nothing was removed");
}

} // namespace

Ended rename(const cli::RenameSession& command, const base::Environment& environment) {
    const auto route = route_of(command, environment);
    if (!route) {
        return route.error();
    }
    if (auto moved = route->from.move_to(route->to, route->existing); !moved) {
        return moved.error();
    }
    return done;
}

Ended copy(const cli::CopySession& command, const base::Environment& environment) {
    const auto route = route_of(command, environment);
    if (!route) {
        return route.error();
    }
    auto session = route->from.load();
    if (!session) {
        return session.error();
    }
    const session::Session copied = session::copy_of(*std::move(session));
    if (auto stored = route->to.create(copied, route->existing); !stored) {
        return stored.error();
    }
    return done;
}

Ended remove(const cli::RemoveSessions& command, const base::Environment& environment) {
    const auto stores = all_existing(command.sessions, environment);
    if (!stores) {
        return stores.error();
    }
    if (auto confirmed = confirm(command, environment); !confirmed) {
        return confirmed.error();
    }
    for (const Store& store : *stores) {
        if (auto removed = store.remove(); !removed) {
            return removed.error();
        }
    }
    return done;
}

} // namespace latch::app::sessions
