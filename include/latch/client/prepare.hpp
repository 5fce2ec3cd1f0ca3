// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/session/session.hpp"

#include <functional>

namespace latch::client {

/// Turns the stored source of a secret into the secret; errors name the source, never the secret.
using SecretResolver = std::function<base::Result<base::Secret>(const access::SecretSource&)>;

/// Makes the wire form of one hop: what the user typed, else what the session holds for exactly
/// this origin, else the defaults; cookies of the jar, merged by name with a typed Cookie; the
/// CSRF header that a cookie asks for; Host, Connection, and the framing of the body.
base::Result<http::PreparedRequest> prepare(
    const http::Request& request,
    const session::Session& session,
    const SecretResolver& secrets,
    base::Clock::time_point now
);

} // namespace latch::client
