// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/session/session.hpp"

#include <optional>

namespace latch::client {

/// Makes the wire form of one hop: what the user typed, else what the session holds for exactly
/// this origin, else the defaults; `authorization` in the place of any other; cookies of the jar,
/// merged by name with a typed Cookie; Host, and the framing of the body. A CSRF token is added to
/// the result (`add_proof`).
base::Result<http::PreparedRequest> prepare(
    const http::Request& request,
    const session::Session& session,
    const std::optional<base::Secret>& authorization,
    base::Clock::time_point now
);

} // namespace latch::client
