// SPDX-License-Identifier: MIT
#pragma once

#include "client/line.hpp"
#include "client/regaining.hpp"

#include "latch/access/loss.hpp"
#include "latch/client/renewer.hpp"

#include <optional>

namespace latch::client {

/// Gets a session back that turns out to be lost in the middle of a conversation (spring.md 3.6):
/// by what another run has stored meanwhile, else by signing in with the recipe of the session.
class Renewal {
public:
    /// Both must outlive the object. Without a renewer nothing counts as lost.
    Renewal(Line& line, Renewer* renewer) : line_(line), renewer_(renewer) {
        if (renewer != nullptr) {
            regaining_.emplace(line, *renewer);
        }
    }

    /// Gets another token, if `request` would carry one of the session that is about to end. One
    /// that has ended and could not be renewed does not go with it: with that a server refuses even
    /// what needs none (spring.md 3.2). The request must outlive the task.
    net::Task<void> renew_ahead(const http::Request& request);

    /// What the answer to `request` says, as long as something could still be done about it.
    /// Whoever types cookies or credentials speaks for himself.
    access::Loss loss(const http::Request& request, const http::Hop& hop) const;

    /// What to look for in the body of an answer that makes a loss suspected.
    access::BodyClue clue(const http::Hop& hop) const;

    /// Whether `request` is to be sent again, with the session as it is afterwards; the one that it
    /// went with is given up. That it could not be got back is no error. It must outlive the task.
    net::Task<bool> renew(const http::Request& request);

    /// Another page begins, for which a session may be got back as for any request: a list may
    /// take longer than a session lasts.
    void turn_page() noexcept { has_taken_over_ = has_signed_in_ = false; }

    RenewalOutcome outcome() && { return std::move(outcome_); }

private:
    net::Task<base::Result<void>> take_turn();
    net::Task<base::Result<bool>> regain(const http::Request& request);
    bool is_due(const http::Request& request) const;
    bool was_sent_before(const http::Request& request) const;

    Line& line_;
    Renewer* renewer_;
    std::optional<Regaining> regaining_; ///< where there is a renewer
    bool has_taken_over_ = false;        ///< the session of another run
    bool has_signed_in_ = false;
    RenewalOutcome outcome_;
};

} // namespace latch::client
