// SPDX-License-Identifier: MIT
#pragma once

#include "app/assemble.hpp"
#include "app/report.hpp"

#include "latch/access/csrf_talk.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/client/sign_on.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/policy.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/hsts_file.hpp"
#include "latch/session/store.hpp"

#include <optional>
#include <span>
#include <string>

namespace latch::app {

/// A request, and who sends it.
struct Errand {
    request::Composed composed;
    client::Identity identity; ///< without what .netrc says
    access::CsrfWish csrf;     ///< without the token that was typed
};

/// Everything a run needs before the network is touched.
struct Setup {
    std::optional<session::Store> store;        ///< nothing without a session
    session::Snapshot seen;                     ///< of the store, before anything else was done
    session::Session session;                   ///< an empty one without a session
    std::optional<session::HstsFile> hsts_file; ///< nothing with --no-hsts, and without a home
    std::optional<http::HstsHosts> hsts;        ///< what it holds; nothing if nobody will ask
    http::Policy policy;
    Errand errand;
};

/// A session as it was read.
struct LoadedSession {
    std::optional<session::Store> store; ///< nothing: it is not kept anywhere
    session::Snapshot seen;              ///< of the store
    session::Session session;
};

/// An empty one where there is no choice. Errors: those of a session.
base::Result<LoadedSession>
load_session(const std::optional<cli::SessionChoice>& choice, const base::Environment& environment);

/// Loads the session and completes the policy by the environment: what requests to several URLs
/// have in common. What is secret becomes known to the report. Errors: those of a session and of
/// the list of hosts that want TLS.
base::Result<Setup> begin_run(
    const cli::Send& command,
    std::span<const std::string> urls,
    const base::Environment& environment,
    Report& report
);

/// What is remembered as the run goes on; refers to `setup`.
Remembered remembered(const Setup& setup, const base::Environment& environment);

/// Whether there is a way to the place of a URL; asks for the passphrase of a key that may be
/// needed there. Errors: `usage`, `file`.
base::Result<void>
check_place(Setup& setup, const http::Url& url, const base::Environment& environment);

/// Completes a request by what the command says of it besides. Errors: `usage`, `file`.
base::Result<Errand> errand_of(
    request::Composed composed,
    Setup& setup,
    const cli::Send& command,
    const base::Environment& environment
);

/// Loads the session, reads what standard input is, composes the request and completes the policy
/// by the environment. What is secret in any of it becomes known to the report. Whatever is wrong
/// with any of them is found here, before anything is sent.
base::Result<Setup>
set_up(const cli::Send& command, const base::Environment& environment, Report& report);

/// The same with a session that is loaded already, whatever the command says of one.
base::Result<Setup> set_up(
    const cli::Send& command,
    LoadedSession session,
    const base::Environment& environment,
    Report& report
);

} // namespace latch::app
