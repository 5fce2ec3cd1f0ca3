// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/http/url.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What addresses tell about logins.
namespace latch::access {

/// The path without a parameter of its last segment (";jsessionid=…", which old applications add
/// as long as they have not seen a cookie) and without a slash at its end.
std::string_view bare_path(const http::Url& url) noexcept;

/// Whether a path is one of a login: it ends in "/login", or goes through
/// "/oauth2/authorization/" or "/saml2/authenticate/".
bool is_login_place(const http::Url& url) noexcept;

/// Whether an action is that of a login which the container of an application does by itself: it
/// ends in "j_security_check", as the servlet specification has it.
bool is_container_action(std::string_view action) noexcept;

/// An address without its query, which may hold more than a terminal should show.
std::string place_of(const http::Url& url);

/// Where a redirect leads; nothing for other answers, and where it leads nowhere.
std::optional<http::Url> redirect_target(const http::Hop& hop);

/// Whether the query has a parameter of that name.
bool query_has(const http::Url& url, std::string_view name);

/// Whether an address is one that a failed login leads to: "?error" and its like in the query, or
/// a page for failed logins ("/login-error"). "/error?continue" is Spring's own page for errors,
/// to which a login leads that succeeded (spring.md 1.4).
bool tells_of_failed_login(const http::Url& url);

} // namespace latch::access
