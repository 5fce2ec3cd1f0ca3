// SPDX-License-Identifier: MIT
#pragma once

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

namespace latch::app {

/// Everything a request needs before the network is touched.
struct Setup {
    std::optional<session::Store> store;        ///< nothing without a session
    session::Snapshot seen;                     ///< of the store, before anything else was done
    session::Session session;                   ///< an empty one without a session
    std::optional<session::HstsFile> hsts_file; ///< nothing with --no-hsts, and without a home
    std::optional<http::HstsHosts> hsts;        ///< what it holds; nothing if nobody will ask
    request::Composed composed;
    client::Identity identity; ///< without what .netrc says
    access::CsrfWish csrf;     ///< without the token that was typed
    http::Policy policy;
};

/// Loads the session, reads what standard input is, composes the request and completes the policy
/// by the environment. What is secret in any of it becomes known to the report. Whatever is wrong
/// with any of them is found here, before anything is sent.
base::Result<Setup>
set_up(const cli::Send& command, const base::Environment& environment, Report& report);

} // namespace latch::app
