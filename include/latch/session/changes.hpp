// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/cookie_jar.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/url.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <string>
#include <vector>

/// What users change in a session themselves, in the place of a run.
namespace latch::session {

/// What to change; what is not named stays. Headers, parameters, cookies and credentials are those
/// of one origin.
struct Changes {
    std::optional<std::string> base; ///< a URL that can be parsed; empty: there is none any more
    std::optional<http::LoopbackPorts> cookie_ports;
    std::optional<http::Url> site; ///< whose origin is meant; nothing: the base's
    http::Headers headers;         ///< take the place of those of their names; without a value: go
    std::vector<Param> params;     ///< likewise
    /// Name, and what follows "NAME=" in a Set-Cookie line; without a value: all cookies of that
    /// name go that the origin's host can see.
    std::vector<http::Header> cookies;
    std::optional<StoredAuth> auth;
    bool forgets_auth = false;
};

/// A URL of the origin that the changes are for. Errors: `usage` if nobody says which.
base::Result<http::Url> site_of(const Changes& changes, const Session& session);

/// Makes the changes. A cookie set by hand belongs to the host alone, to all paths, and to https if
/// the origin is that, unless its attributes say otherwise. Errors: `usage`; then the session may
/// be changed in part.
base::Result<void> apply(const Changes& changes, Session& session, base::Clock::time_point now);

/// Forgets what servers handed out, cookies and nonces, but not what users typed, and begins a new
/// epoch: what runs that are under way receive is not taken.
void clear(Session& session);

/// Remembers as removed, at `now`, the cookies of `before` that `after` lacks: a run that is under
/// way does not bring them back.
void note_removals(const Session& before, Session& after, base::Clock::time_point now);

/// The session under another name, which counts nonces and epochs of its own.
Session copy_of(Session session);

} // namespace latch::session
