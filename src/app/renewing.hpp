// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/client/renewer.hpp"
#include "latch/client/sign_on.hpp"
#include "latch/session/store.hpp"
#include "latch/session/turn.hpp"

#include <optional>

namespace latch::app {

/// Fails if the server has refused these credentials before (`not_signed_in`): a script that goes
/// on trying locks the account. `what` names them.
base::Result<void> check_not_refused(
    const session::StoredLogin& login,
    const std::string& what,
    const std::string& user,
    const base::Secret& password
);

/// The file of a session and its passwords, for a conversation that has to sign in again.
class Renewing final : public client::Renewer {
public:
    /// Everything must outlive the object.
    Renewing(
        const session::Store& store,
        const client::SecretResolver& secrets,
        const base::Environment& environment
    )
        : store_(store), secrets_(secrets), environment_(environment) {}

    base::Result<bool> try_turn() override;

    void end_turn() noexcept override { turn_.reset(); }

    base::Result<session::Session> stored() override;

    base::Result<access::LoginSituation>
    situation(const session::StoredLogin& login, const http::Url& url) override;

    base::Result<client::TokenOrder> order(const session::StoredLogin& login) override;

    base::Result<void> save(
        const std::optional<session::LearnedLogin>& learned, std::span<const http::Hop> visits
    ) override;

private:
    const session::Store& store_;
    const client::SecretResolver& secrets_;
    const base::Environment& environment_;
    std::optional<session::Turn> turn_;
    std::optional<std::uint64_t> epoch_; ///< of the session that was read
};

} // namespace latch::app
