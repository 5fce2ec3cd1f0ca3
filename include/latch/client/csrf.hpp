// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/csrf_talk.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/session.hpp"

#include <string>
#include <vector>

namespace latch::client {

/// What became of the CSRF tokens of a conversation.
struct CsrfOutcome {
    access::CsrfVerdict verdict = access::CsrfVerdict::not_in_play; ///< of the last request
    std::string summary; ///< how its token was come by, in words; empty without one
    std::string places;  ///< where a token was looked for; empty: nowhere
    std::vector<session::LearnedWay> learned{};
};

/// Where the talk about the token of a request begins: what the session knows for exactly this
/// origin and path, and where the application is, by the path of its cookies. A CSRF header that
/// the user unset ("X-XSRF-TOKEN:") means that there shall be none. Nothing of it for a safe
/// request, which needs none.
access::CsrfSituation csrf_situation(
    const http::Request& request,
    const session::Session& session,
    const access::CsrfWish& wish,
    base::Clock::time_point now
);

/// Adds the fields of the token to a request that has none. Errors: `usage` for a token that no
/// field can hold.
base::Result<void> add_proof(http::PreparedRequest& request, const access::CsrfTalk& talk);

/// The request for a token: a page of the same origin, with what the user's request says about who
/// sends it and nothing about its body.
http::Request
token_request(const http::Request& request, const access::CsrfFetch& place, http::Url url);

} // namespace latch::client
