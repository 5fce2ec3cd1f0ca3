// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/csrf_talk.hpp"
#include "latch/http/exchange.hpp"

#include <vector>

namespace latch::access {

/// What CSRF is about: something that a browser would send by itself.
bool has_authority(const http::PreparedRequest& request);

/// Whether this answer to an unsafe request may be for want of a right token: 403, Laravel's 419,
/// Rails' 422 with a page; and what hides a 403 where the error page is not open to all, 401 or
/// the way to the login page (spring.md 1.4).
bool may_be_refusal(const http::Hop& hop);

/// The same for an answer to a login: 401 and the way to the login page are what a wrong password
/// gets.
bool may_be_refusal_of_login(const http::Hop& hop);

/// Whether a refusal says that it is for want of a right token, and for nothing else.
bool is_plain_refusal(const http::ResponseHead& response);

/// Where to look for a token, the likeliest place first: what the user says, what was learned, what
/// the refusal speaks of (null: there is none yet), the page that the login was at, and where
/// Spring's applications have one.
std::vector<CsrfFetch> csrf_places(
    const CsrfSituation& situation, const http::PreparedRequest& request, const http::Hop* refusal
);

} // namespace latch::access
