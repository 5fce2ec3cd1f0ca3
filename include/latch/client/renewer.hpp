// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/base/error.hpp"
#include "latch/client/token_order.hpp"
#include "latch/http/exchange.hpp"
#include "latch/session/learned_login.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <span>
#include <string>

namespace latch::client {

/// What a conversation needs of the world to get a lost session back: the file that other runs
/// share, and the password.
class Renewer {
public:
    Renewer() = default;
    Renewer(const Renewer&) = delete;
    Renewer& operator=(const Renewer&) = delete;
    Renewer(Renewer&&) = delete;
    Renewer& operator=(Renewer&&) = delete;
    virtual ~Renewer() = default;

    /// Takes the turn to sign in; false if another run has it. Errors: `file`.
    virtual base::Result<bool> try_turn() = 0;
    /// Lets others have it; called once for each turn that was taken.
    virtual void end_turn() noexcept = 0;

    /// The session as it is stored now. Errors: as those of `session::Store::load`.
    virtual base::Result<session::Session> stored() = 0;

    /// What a login at the origin of `url` starts from; `login` has a recipe. Errors:
    /// `not_signed_in` if the server has refused these credentials before; those of its secret.
    virtual base::Result<access::LoginSituation>
    situation(const session::StoredLogin& login, const http::Url& url) = 0;

    /// What getting another token of OAuth 2 starts from; `login` has such a recipe. Errors: those
    /// of its secrets, and `not_signed_in` if the server has refused these credentials before.
    virtual base::Result<TokenOrder> order(const session::StoredLogin& login) = 0;

    /// Saves what the visits of a login or a refresh brought, before anything is sent with it.
    /// Errors: `file`, `bad_session`.
    virtual base::Result<void> save(
        const std::optional<session::LearnedLogin>& learned, std::span<const http::Hop> visits
    ) = 0;
};

/// What became of a session that was lost during a conversation.
struct RenewalOutcome {
    std::string summary;              ///< how it was got back, in words; empty: it was not
    std::optional<base::Error> error; ///< why it could not be got back
    std::optional<base::Error>
        without_token{}; ///< why the request went without the session's token
};

} // namespace latch::client
