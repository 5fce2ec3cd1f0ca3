// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/listing.hpp"
#include "latch/session/redact.hpp"
#include "latch/session/store.hpp"

#include <string>
#include <vector>

namespace latch::app::sessions {

namespace {

using base::Result;
using session::Listed;

Result<std::vector<Listed>> listed(const base::Environment& environment) {
    const auto stores = session::Store::all(environment);
    if (!stores) {
        return stores.error();
    }
    std::vector<Listed> sessions;
    for (const auto& [name, store] : *stores) {
        sessions.push_back({.name = name, .file = store.file(), .session = store.load()});
    }
    return sessions;
}

/// Names alone: no file is read for them, since a shell that completes a word waits.
Ended list_names(const base::Environment& environment) {
    const auto stores = session::Store::all(environment);
    if (!stores) {
        return stores.error();
    }
    std::string names;
    for (const auto& [name, store] : *stores) {
        names += name + '\n';
    }
    return print(names, environment);
}

} // namespace

Ended list(const cli::ListSessions& command, const base::Environment& environment) {
    using Form = cli::ListSessions::Form;
    if (command.form == Form::names) {
        return list_names(environment);
    }
    const auto sessions = listed(environment);
    if (!sessions) {
        return sessions.error();
    }
    if (sessions->empty() && command.form == Form::table) {
        remark("there are no sessions", "latch @NAME URL begins one", environment);
        return done;
    }
    const auto now = environment.now();
    int code = print(
        command.form == Form::json ? session::list_as_json(*sessions, now)
                                   : session::list_as_table(*sessions, now),
        environment
    );
    for (const Listed& each : *sessions) {
        if (!each.session) {
            code = fail(each.session.error(), environment);
        }
    }
    return code;
}

Ended show(const cli::ShowSession& command, const base::Environment& environment) {
    using Form = cli::ShowSession::Form;
    const auto store = existing(command.session, environment);
    if (!store) {
        return store.error();
    }
    auto loaded = store->load();
    if (!loaded) {
        return loaded.error();
    }
    if (command.form == Form::origins) {
        return print(session::origins_of(*loaded), environment);
    }
    const session::Session shown =
        command.shows_secrets ? *std::move(loaded) : session::without_secrets(*std::move(loaded));
    if (command.form == Form::json) {
        return print(session::encode(shown), environment);
    }
    const std::string file = "file  " + base::printable(store->file().string()) + '\n';
    return print(file + session::page_of(shown, environment.now()), environment);
}

Ended locate(const cli::LocateSession& command, const base::Environment& environment) {
    const auto store = session::Store::locate(command.session, environment);
    if (!store) {
        return store.error();
    }
    // For scripts: the bytes as they are, unless somebody looks at them.
    const std::string path = store->file().string();
    return print((environment.out.is_terminal ? base::printable(path) : path) + '\n', environment);
}

} // namespace latch::app::sessions
