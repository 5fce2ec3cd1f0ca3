// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/secrets.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/request/account.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/store.hpp"
#include "latch/session/ticket_file.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace latch::app::sessions {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;
using session::Changes;
using session::Session;

using Of = cli::ValueElsewhere::Of;

/// How the user wrote it: "header:X-Key".
std::string setting_of(const cli::ValueElsewhere& value) {
    switch (value.of) {
    case Of::header:
        return "header:" + value.name;
    case Of::cookie:
        return "cookie:" + value.name;
    case Of::secret:
        break;
    }
    return value.name;
}

/// What could not be read is not named where it may be a secret that begins with an @.
Error unread(const cli::ValueElsewhere& value, const Error& reason) {
    if (value.of != Of::secret) {
        return Error(reason.kind(), setting_of(value) + ": " + reason.what())
            .because(reason.cause());
    }
    return Error(reason.kind(), value.name + ": cannot read what the @ points to")
        .because(reason.cause())
        .hinting("write @- and give a secret that begins with an @ on standard input");
}

Result<void> put(const cli::ValueElsewhere& value, const Secret& read, cli::SetSession& command) {
    if (read.empty()) {
        return Error(ErrorKind::usage, setting_of(value) + ": there is nothing to read");
    }
    if (value.of == Of::secret) {
        command.auth.secret = {.kind = access::SecretSource::Kind::literal, .text = read};
    } else if (value.of == Of::cookie) {
        command.changes.cookies.push_back({value.name, std::string(read.reveal())});
    } else if (http::is_field_value(read.reveal())) {
        command.changes.headers.add(value.name, std::string(read.reveal()));
    } else {
        return Error(ErrorKind::usage, setting_of(value) + ": no header can have that value");
    }
    return {};
}

/// The command with the values that are in files or on standard input.
Result<cli::SetSession>
with_values_read(cli::SetSession command, const base::Environment& environment, Report& report) {
    Secrets secrets(environment, report.secrets());
    for (const cli::ValueElsewhere& value : command.values_elsewhere) {
        const auto read = secrets.resolve(value.place);
        if (!read) {
            return unread(value, read.error());
        }
        if (auto done = put(value, *read, command); !done) {
            return done.error();
        }
    }
    return command;
}

/// The account that was typed, as a request to the same origin would have stored it.
Result<void> add_account(Changes& changes, const request::AuthWish& wish, const Session& session) {
    if (wish == request::AuthWish{}) {
        return {};
    }
    const auto site = session::site_of(changes, session);
    if (!site) {
        return site.error();
    }
    const session::OriginState* const state = session.find(http::origin(*site));
    auto account =
        request::account_of({.wish = wish, .user_info = std::nullopt, .origin = state, .url = *site}
        );
    if (!account) {
        return account.error();
    }
    if (*account) {
        changes.auth = session::StoredAuth{.account = **std::move(account), .unknown = {}};
    } else if (state == nullptr || !state->auth) {
        return Error(ErrorKind::usage, "there is no user to sign in another way")
            .hinting("add auth=USER");
    }
    return {};
}

Error none_there(const std::filesystem::path& file) {
    return Error(ErrorKind::file, "cannot clear the session " + file.string())
        .because("there is no such file");
}

} // namespace

Ended set(const cli::SetSession& command, const base::Environment& environment, Report& report) {
    const auto store = session::Store::locate(command.session, environment);
    if (!store) {
        return store.error();
    }
    const auto complete = with_values_read(command, environment, report);
    if (!complete) {
        return complete.error();
    }
    const bool is_new = !store->exists();
    const auto changed = store->change([&](Session& session) -> Result<void> {
        learn_stored(session, report.secrets());
        Changes changes = complete->changes;
        if (auto added = add_account(changes, complete->auth, session); !added) {
            return added;
        }
        return session::apply(changes, session, environment.now());
    });
    if (!changed) {
        return changed.error();
    }
    if (is_new && !command.is_quiet) {
        report.remark("made the session " + command.session);
    }
    return done;
}

Ended clear(const cli::ClearSessions& command, const base::Environment& environment) {
    const auto stores = all_existing(command.sessions, environment);
    if (!stores) {
        return stores.error();
    }
    for (const session::Store& store : *stores) {
        const auto cleared = store.change([&](Session& session) -> Result<void> {
            if (!session.epoch) { // removed since it was looked for
                return none_there(store.file());
            }
            session::clear(session);
            return {};
        });
        if (!cleared) {
            return cleared.error();
        }
        session::TicketFile(store).remove(); // they tell the server who comes back
    }
    return done;
}

} // namespace latch::app::sessions
