// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/cookie.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/request.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::access {

/// Whether a header of that name carries a CSRF token: one of the names in use, or one that speaks
/// of it ("DSPACE-XSRF-TOKEN", ".crumb").
bool is_csrf_header(std::string_view name);

/// Whether the header fields hold a CSRF token under any such name.
bool carries_csrf_header(const http::Headers& headers);

/// Whether a form's own field goes along, in the query or in a body that is in memory, under any of
/// the names in use: servers look at it only if there is no CSRF header, and Spring takes another
/// form of the token there.
bool carries_csrf_field(std::string_view query, const http::Body& body);

/// The path of the application that cookies belong to: of the first that is a session's or holds a
/// token, "/" without one. `cookies` stand as they are sent, the longest path first.
std::string application_path(const std::vector<const http::Cookie*>& cookies);

/// Whether servers look for no token: the method is safe, or a bearer token signs the request in,
/// which no browser adds by itself (spring.md 3.2).
bool is_exempt_from_csrf(const http::PreparedRequest& request);

/// Whether cookies as they are sent are those of Laravel, by the shape of its encrypted token. Its
/// Sanctum takes a request for one without a session unless Referer or Origin name a place of its
/// own, as browsers say it.
bool wants_first_party(const http::Headers& request);

} // namespace latch::access
