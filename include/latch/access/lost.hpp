// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"

#include <optional>
#include <string>

namespace latch::access {

/// Whether this answer means "you are not signed in", whatever its status says.
///
/// A redirect to a login page does: its path ends in "/login" (a slash or ";jsessionid=…" may
/// follow), or goes through "/oauth2/authorization/" or "/saml2/authenticate/". So does one to a
/// page that tells of an expired or invalid session. With "?error" it means that a login was
/// refused, as does a 302 or 303 from an unsafe request for that very path back to it; "?logout" is
/// the answer to a logout and means nothing of the kind, nor does any answer to ".../logout". A
/// safe request for that path is a person looking at the login page. Spring's form-login entry
/// point answers so to everything, JSON or not (spring.md 1.2).
std::optional<base::Error> sign_in_demanded(const http::Hop& hop);

/// Whether this answer leads to a login page without saying that a login failed. To an unsafe
/// request it may be a refusal for want of a CSRF token (spring.md 1.4).
bool is_sent_to_login(const http::Hop& hop);

/// Whether an exchange that was led to a login has come back with what was asked for, as single
/// sign-on does for whoever is signed in there: a success for the same method and URL.
bool has_come_back(const http::PreparedRequest& asked, const http::Hop& last);

/// What a user should know about a refusal that hides its reason: a CSRF refusal of an unsafe
/// request is visible as 403, 401 or a redirect to the login page, because Spring's error dispatch
/// runs through the security chain again (spring.md 1.4). Empty if there is nothing to say: when
/// the request carried a token already (header, or "_csrf" in its query or form), and with a
/// bearer token, which exempts a request from the check.
std::string refusal_hint(const http::Hop& hop);

} // namespace latch::access
