// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

#include "latch/http/cookie.hpp"

namespace latch::session {

Json json_of(const http::Cookie& cookie);

/// A cookie that could have come from a server: its bytes cannot split a header, its domain is
/// nobody else's. Members that are not known are its notes.
CookieNote read_cookie(const Node& node);

/// What tells a cookie that a response has removed from others, and when that was.
Json json_of_removal(const http::Cookie& cookie);
http::Cookie read_removal(const Node& node);

} // namespace latch::session
