// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/cookie.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/request.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace latch::access {

/// The header that answers a CSRF cookie which the same request carries: XSRF-TOKEN goes back raw
/// in X-XSRF-TOKEN (Spring's CookieCsrfTokenRepository with the spa handler, Angular, Axios).
///
/// Nothing for a method that servers do not check (GET, HEAD, OPTIONS, TRACE), without such a
/// cookie, and when `typed` already holds a CSRF header: what the user says is never
/// second-guessed.
std::optional<http::Header> csrf_header(
    std::string_view method,
    const std::vector<const http::Cookie*>& cookies,
    const http::Headers& typed
);

/// Whether a header of that name carries a CSRF token: one of the names in use, or one that speaks
/// of it ("DSPACE-XSRF-TOKEN", ".crumb").
bool is_csrf_header(std::string_view name);

/// Whether the header fields hold a CSRF token under any such name.
bool carries_csrf_header(const http::Headers& headers);

/// Whether a form's own field goes along, in the query or in a body that is in memory, under any of
/// the names in use: servers look at it only if there is no CSRF header, and Spring takes another
/// form of the token there.
bool carries_csrf_field(std::string_view query, const http::Body& body);

/// Whether servers look for no token: the method is safe, or a bearer token signs the request in,
/// which no browser adds by itself (spring.md 3.2).
bool is_exempt_from_csrf(const http::PreparedRequest& request);

} // namespace latch::access
