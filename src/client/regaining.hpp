// SPDX-License-Identifier: MIT
#pragma once

#include "client/line.hpp"

#include "latch/access/recipe.hpp"
#include "latch/client/renewer.hpp"

#include <optional>
#include <string>

namespace latch::client {

/// How to sign in at the origin of `url`; null: the session does not know, or the user has signed
/// out there.
const session::StoredLogin* usable_login(const session::Session& session, const http::Url& url);

/// Signs in again to the server of a request, as the session of the line knows how: by a refresh
/// token, else by the recipe. What came of it is saved, and counts for the line from then on.
class Regaining {
public:
    /// Both must outlive the object.
    Regaining(Line& line, Renewer& renewer) : line_(line), renewer_(renewer) {}

    /// What was done, in words. The session has a usable login for the request, which must outlive
    /// the task.
    net::Task<base::Result<std::string>> go(const http::Request& request);

private:
    /// How the visits of a login or a refresh ended.
    struct Ended;

    net::Task<base::Result<bool>> refresh(const http::Request& request);
    net::Task<base::Result<std::string>> sign_in(const http::Request& request);
    template <class Talk>
    net::Task<base::Result<void>> sign_in_by(
        Talk& talk,
        const http::Request& like,
        const access::LoginRecipe& recipe,
        const access::LoginSituation& situation
    );
    net::Task<base::Result<bool>>
    refresh_by_grant(const http::Request& request, const session::StoredLogin& login);
    net::Task<base::Result<void>>
    sign_in_by_grant(const http::Request& request, const session::StoredLogin& login);
    template <class Visits>
    net::Task<base::Result<void>> aside(Visits visits);
    base::Result<void> conclude(const Ended& ended);
    std::optional<session::LearnedLogin>
    refusal_of(const http::Origin& origin, const TokenOrder& order, Refused refused) const;
    session::LearnedLogin
    refusal_of(const http::Origin& origin, const access::LoginSituation& situation) const;

    Line& line_;
    Renewer& renewer_;
};

} // namespace latch::client
