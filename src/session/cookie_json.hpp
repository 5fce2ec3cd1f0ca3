// SPDX-License-Identifier: MIT
#pragma once

#include "session/json_writer.hpp"
#include "session/node.hpp"

#include "latch/http/cookie.hpp"

namespace latch::session {

/// What nobody knew is written behind what is known.
void write_cookie(JsonWriter& json, const http::Cookie& cookie, const UnknownMembers& unknown);

/// A cookie that could have come from a server: its bytes cannot split a header, its domain is
/// nobody else's. Members that are not known are its notes.
CookieNote read_cookie(const Node& node);

/// What tells a cookie that a response has removed from others, and when that was.
void write_removal(JsonWriter& json, const http::Cookie& cookie);
http::Cookie read_removal(const Node& node);

} // namespace latch::session
