// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/error.hpp"
#include "latch/http/url.hpp"
#include "latch/request/spec.hpp"
#include "latch/session/session.hpp"

#include <optional>

namespace latch::request {

/// Where an account can come from.
struct AccountSources {
    const AuthWish& wish;
    const std::optional<http::UserInfo>& user_info;
    const session::OriginState* origin; ///< what the session holds; may be null
    const http::Url& url;               ///< named when somebody has to be asked
};

/// The account that was said explicitly: by options, else by the URL. A part that options leave out
/// is taken from the URL, then from the session; a password that --auth lacks is asked for, one
/// that a URL lacks is empty. Nothing if nothing was said. Errors: `usage`.
base::Result<std::optional<access::Account>> account_of(const AccountSources& sources);

} // namespace latch::request
