// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/access/refresh.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <vector>

namespace latch::session {

/// The token that requests to an origin carry.
struct HeldToken {
    http::Origin origin;
    access::SecretSource secret;
    /// By our clock; nothing: it may say so itself.
    std::optional<base::Clock::time_point> expires;
    std::optional<std::chrono::seconds> lifetime{}; ///< nothing: not known, but it may say so
};

/// The token for an origin: bearer authentication, an Authorization or X-Auth-Token header, or a
/// cookie that is taken for one. Nothing if there is none.
std::optional<HeldToken> held_token(const Session& session, const http::Origin& origin);

/// When a token ends, and how long it lives: what is kept beside it comes before what it says
/// itself, where it stands in the session.
access::TokenLife life_of(const HeldToken& token);

/// The tokens of all origins that the session knows, in its order.
std::vector<HeldToken> held_tokens(const Session& session);

} // namespace latch::session
