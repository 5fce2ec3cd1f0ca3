// SPDX-License-Identifier: MIT
#include "client/renewal.hpp"

#include "latch/access/refresh.hpp"
#include "latch/client/csrf.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace latch::client {

namespace {

using access::Loss;
using base::Error;
using base::ErrorKind;
using base::Result;
using net::Task;

bool can_be_sent_again(const http::Request& request) {
    return !http::has_body(request.body) || http::is_replayable(request.body);
}

/// Ends a turn, however it is left.
class TurnTaken {
public:
    explicit TurnTaken(Renewer& renewer) : renewer_(renewer) {}

    TurnTaken(const TurnTaken&) = delete;
    TurnTaken& operator=(const TurnTaken&) = delete;
    TurnTaken(TurnTaken&&) = delete;
    TurnTaken& operator=(TurnTaken&&) = delete;

    ~TurnTaken() { renewer_.end_turn(); }

private:
    Renewer& renewer_;
};

} // namespace

Loss Renewal::loss(const http::Request& request, const http::Hop& hop) const {
    const bool is_over = has_signed_in_ || outcome_.error || outcome_.without_token ||
                         http::is_settled(request, "Cookie");
    const session::StoredLogin* const login =
        renewer_ == nullptr || is_over ? nullptr : usable_login(line_.session(), hop.request.url);
    if (login == nullptr) {
        return Loss::none;
    }
    if (login->recipe->kind == access::LoginKind::form) {
        return access::loss_in(hop, line_.hops_of_page().front().request.url, *login->recipe);
    }
    if (http::is_settled(request, "Authorization")) {
        return Loss::none;
    }
    const bool carries_token = line_.carries_token(request);
    if (!carries_token && hop.request.headers.contains("Authorization")) {
        return Loss::none;
    }
    return carries_token ? access::loss_of_token(hop, line_.life_of_token(request.url))
                         : access::loss_without_token(hop);
}

access::BodyClue Renewal::clue(const http::Hop& hop) const {
    const session::StoredLogin* const login = usable_login(line_.session(), hop.request.url);
    const http::Url& asked = line_.hops_of_page().front().request.url;
    return login == nullptr ? access::clue_in(hop, asked)
                            : access::clue_of_loss(hop, asked, *login->recipe);
}

/// Whether the token that goes with a request is to be renewed first. One that is no bearer token
/// counts if a login is known to have given it: other things have such names as well.
bool Renewal::is_due(const http::Request& request) const {
    const session::StoredLogin* const login = usable_login(line_.session(), request.url);
    const bool may_be_elsewhere =
        login != nullptr && login->recipe->kind == access::LoginKind::json;
    const bool is_carried =
        line_.carries_token(request) || (may_be_elsewhere && line_.carries_own_token(request));
    return is_carried && access::is_due(line_.life_of_token(request.url), line_.now());
}

Task<void> Renewal::renew_ahead(const http::Request& request) {
    if (!is_due(request)) {
        co_return;
    }
    const bool may_renew = renewer_ != nullptr && !has_signed_in_ && !outcome_.error &&
                           usable_login(line_.session(), request.url) != nullptr;
    std::optional<Error> error;
    if (may_renew) {
        const Result<bool> regained = co_await regain(request);
        if (!regained) {
            error = regained.error();
        }
    }
    // What has just been handed out is sent, whatever it says of its end.
    const access::TokenLife life = line_.life_of_token(request.url);
    if (has_signed_in_ || !line_.carries_token(request) || !access::has_ended(life, line_.now())) {
        co_return;
    }
    line_.leave_token_out(request.url);
    outcome_.without_token =
        error.value_or(Error(ErrorKind::not_signed_in, "the token of the session has ended")
                           .because("it was good until " + session::timestamp(*life.ends))
                           .hinting("latch login @SESSION gets another one"));
}

Task<bool> Renewal::renew(const http::Request& request) {
    // Whether it is got back or not: another run may have got one that is older and good.
    line_.give_up_session();
    if (!can_be_sent_again(request)) {
        outcome_.error = Error(ErrorKind::not_signed_in, "the session is lost")
                             .because("the body cannot be sent again after a login")
                             .hinting("give the body as a file, or run latch login before");
        co_return false;
    }
    Result<bool> regained = co_await regain(request);
    if (!regained) {
        outcome_.error = regained.error();
        co_return false;
    }
    co_return *regained;
}

/// Others that sign in to the same session need seconds for it; one that hangs is not waited for.
Task<Result<void>> Renewal::take_turn() {
    constexpr std::chrono::milliseconds pause(20);
    constexpr std::chrono::seconds patience(60);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const Result<bool> taken = renewer_->try_turn();
        if (!taken) {
            co_return taken.error();
        }
        if (*taken) {
            co_return Result<void>{};
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            co_return Error(ErrorKind::not_signed_in, "the session is lost")
                .because("another run has been signing in for a minute");
        }
        co_await line_.transport().pause(pause);
    }
}

Task<Result<bool>> Renewal::regain(const http::Request& request) {
    const Result<void> turn = co_await take_turn();
    if (!turn) {
        co_return turn.error();
    }
    const TurnTaken until_saved(*renewer_);
    Result<session::Session> stored = renewer_->stored();
    if (!stored) {
        co_return stored.error();
    }
    if (!stored->epoch) {
        co_return false; // removed: nothing of it comes back
    }
    line_.take_over(*std::move(stored));
    const session::StoredLogin* const login = usable_login(line_.session(), request.url);
    if (login == nullptr) {
        co_return false; // another run has signed out, or removed the session
    }
    if (!has_taken_over_ && !was_sent_before(request)) {
        has_taken_over_ = true;
        outcome_.summary = "another run has signed in meanwhile";
        co_return true;
    }
    Result<std::string> regained = co_await regaining_->go(request);
    if (!regained) {
        co_return regained.error();
    }
    has_signed_in_ = true;
    outcome_.summary = *std::move(regained);
    co_return true;
}

/// Whether the request went out with the session that it would go with now, or would not get far
/// with that.
bool Renewal::was_sent_before(const http::Request& request) const {
    if (is_due(request)) {
        return true;
    }
    if (line_.carries_token(request)) {
        return std::ranges::any_of(line_.hops(), [&](const http::Hop& hop) {
            return hop.is_given_up && line_.is_signed_by_token(hop.request);
        });
    }
    const http::PreparedRequest now = line_.unsigned_form(request);
    return std::ranges::any_of(line_.hops(), [&](const http::Hop& hop) {
        return hop.is_given_up && access::is_same_session(hop.request, now);
    });
}

} // namespace latch::client
