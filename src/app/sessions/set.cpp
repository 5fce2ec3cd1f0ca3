// SPDX-License-Identifier: MIT
#include "app/exit_code.hpp"
#include "app/report.hpp"
#include "app/sessions/commands.hpp"
#include "app/sessions/existing.hpp"

#include "latch/request/account.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace latch::app::sessions {

namespace {

using base::Result;
using session::Changes;
using session::Session;

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
        return base::Error(base::ErrorKind::usage, "there is no user to sign in another way")
            .hinting("add auth=USER");
    }
    return {};
}

base::Error none_there(const std::filesystem::path& file) {
    return base::Error(base::ErrorKind::file, "cannot clear the session " + file.string())
        .because("there is no such file");
}

} // namespace

Ended set(const cli::SetSession& command, const base::Environment& environment) {
    const auto store = session::Store::locate(command.session, environment);
    if (!store) {
        return store.error();
    }
    const bool is_new = !store->exists();
    const auto changed = store->change([&](Session& session) -> Result<void> {
        Changes changes = command.changes;
        if (auto added = add_account(changes, command.auth, session); !added) {
            return added;
        }
        return session::apply(changes, session, environment.now());
    });
    if (!changed) {
        return changed.error();
    }
    if (is_new) {
        remark("made the session " + command.session, "", environment);
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
    }
    return done;
}

} // namespace latch::app::sessions
