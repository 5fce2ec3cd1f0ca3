// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/access/loss.hpp"
#include "latch/access/token_answer.hpp"
#include "latch/http/cookie.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// When a token ends, by our clock, and how long it lives.
struct TokenLife {
    std::optional<base::Clock::time_point> ends{};   ///< nothing: it does not say
    std::optional<base::Clock::duration> lifetime{}; ///< nothing: not known
};

/// Whether a token is to be renewed before it is sent: 30 s before its end, or within the last
/// tenth of a life that is shorter than 5 min (spring.md 3.4).
bool is_due(const TokenLife& life, base::Clock::time_point now);

/// Whether it has ended: a server refuses it even where none is needed (spring.md 3.2).
bool has_ended(const TokenLife& life, base::Clock::time_point now);

/// What the head of an answer says of the token that its request carried. It is lost with 401,
/// and with a 403 without a challenge as home-made filters send it, if the token has ended or
/// does not say when it does. What it may not do (insufficient_scope) is no loss.
Loss loss_of_token(const http::Hop& hop, const TokenLife& life);

/// The same of a request that carried none, or one that is not bearer authentication.
Loss loss_without_token(const http::Hop& hop);

/// Whether a cookie is one that gets another token.
bool is_for_refresh(const http::Cookie& cookie);

/// Where a login's refresh token may be sent to, as paths, if nobody has said: to the path of a
/// cookie that is for it, else next to the login and below the folders above it.
std::vector<std::string>
refresh_places(std::string_view login, const std::vector<const http::Cookie*>& cookies);

/// What a refresh starts from.
struct RefreshSituation {
    std::vector<http::Url> places; ///< one origin; the one that is known, or those to try in turn
    bool is_known = false;
    std::string body; ///< empty: a cookie says it all
};

/// The JSON that asks for another token.
std::string refresh_json(const LoginNames& names, const base::Secret& refresh);

/// How to get another token without a password, without I/O: a POST of the refresh token, and
/// whether its answer has a token (spring.md 3.1).
///
/// A place that is known may refuse; one that is tried can only work, because servers answer 401
/// and 403 to what they do not have as well.
class RefreshTalk {
public:
    explicit RefreshTalk(RefreshSituation situation) : situation_(std::move(situation)) {}

    Visit begin(std::string_view cookies);

    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    /// `refused`: the refresh token is worth nothing any more. `failed`: no token, and nothing is
    /// known of the next time.
    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Where it worked.
    const http::Url& place() const { return situation_.places.at(next_ - 1); }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

    /// What was handed out; empty unless it is `signed_in`.
    const ReceivedToken& token() const noexcept { return token_; }

private:
    Visit visit();

    RefreshSituation situation_;
    std::size_t next_ = 0; ///< place to try
    LoginVerdict verdict_ = LoginVerdict::open;
    base::Error error_;
    ReceivedToken token_;
};

} // namespace latch::access
