// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/listing.hpp"
#include "latch/session/redact.hpp"
#include "latch/session/store.hpp"

#include <string>
#include <vector>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using session::Listed;
using session::Session;

/// The session of a store; in another client's file, what names its domain goes there.
Result<Session> loaded(const session::Store& store, const base::Environment& environment) {
    auto session = store.load();
    if (session) {
        session::interchange::settle(*session, std::nullopt, environment.now());
    }
    return session;
}

/// Latch's JSON has no place for what another client's file holds for an unknown origin.
Result<std::string> json_of(const Session& session, const session::Store& store) {
    if (session.foreign && !session.foreign->is_settled()) {
        return Error(ErrorKind::file, "cannot show " + store.file().string() + " as JSON")
            .because("nothing says whom its headers and credentials are for")
            .hinting("say it with: latch session set NAME base=URL");
    }
    return session::encode(session);
}

Result<std::vector<Listed>> listed(const base::Environment& environment) {
    const auto stores = session::Store::all(environment);
    if (!stores) {
        return stores.error();
    }
    std::vector<Listed> sessions;
    for (const auto& [name, store] : *stores) {
        sessions.push_back(
            {.name = name, .file = store.file(), .session = loaded(store, environment)}
        );
    }
    return sessions;
}

/// Names alone: no file is read for them, since a shell that completes a word waits.
Ended list_names(const base::Environment& environment, const Report& report) {
    const auto stores = session::Store::all(environment);
    if (!stores) {
        return stores.error();
    }
    std::string names;
    for (const auto& [name, store] : *stores) {
        names += name + '\n';
    }
    return report.print(names);
}

} // namespace

Ended list(const cli::ListSessions& command, const base::Environment& environment, Report& report) {
    using Form = cli::ListSessions::Form;
    if (command.form == Form::names) {
        return list_names(environment, report);
    }
    const auto sessions = listed(environment);
    if (!sessions) {
        return sessions.error();
    }
    if (sessions->empty() && command.form == Form::table) {
        report.remark("there are no sessions", "latch @NAME URL begins one");
        return done;
    }
    const auto now = environment.now();
    int code = report.print(
        command.form == Form::json ? session::list_as_json(*sessions, now)
                                   : session::list_as_table(*sessions, now)
    );
    for (const Listed& each : *sessions) {
        if (each.session) {
            learn_stored(*each.session, report.secrets());
        } else {
            code = report.fail(each.session.error());
        }
    }
    return code;
}

Ended show(const cli::ShowSession& command, const base::Environment& environment, Report& report) {
    using Form = cli::ShowSession::Form;
    const auto store = existing(command.session, environment);
    if (!store) {
        return store.error();
    }
    auto session = loaded(*store, environment);
    if (!session) {
        return session.error();
    }
    learn_stored(*session, report.secrets());
    if (command.form == Form::origins) {
        return report.print(session::origins_of(*session));
    }
    const Session shown =
        command.shows_secrets ? *std::move(session) : session::without_secrets(*std::move(session));
    if (command.form == Form::json) {
        const auto json = json_of(shown, *store);
        return json ? Ended(report.print(*json)) : json.error();
    }
    const std::string file = "file  " + base::printable(store->file().string()) + '\n';
    return report.print(file + session::page_of(shown, environment.now()));
}

Ended locate(
    const cli::LocateSession& command, const base::Environment& environment, Report& report
) {
    const auto store = session::Store::locate(command.session, environment);
    if (!store) {
        return store.error();
    }
    // For scripts: the bytes as they are, unless somebody looks at them.
    const std::string path = store->file().string();
    return report.print((environment.out.is_terminal ? base::printable(path) : path) + '\n');
}

} // namespace latch::app::sessions
