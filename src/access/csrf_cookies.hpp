// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// The value of the first cookie of that name in the Cookie fields of a request. The first is the
/// one with the longest path, so the one that is nearest.
std::optional<std::string_view> sent_cookie(const http::Headers& request, std::string_view name);

/// Whether the name is one that sessions of servers have: JSESSIONID, SESSION, sessionid,
/// connect.sid, laravel_session…
bool is_session_cookie(std::string_view name);

/// Bytes of the longest value of a session cookie in a request; 0 without one.
std::size_t longest_session_cookie(const http::Headers& request);

/// A hash of the session cookies of a request: other cookies come and go without a token dying of
/// it. Empty without such a cookie.
std::string session_fingerprint(const http::Headers& request);

} // namespace latch::access
