// SPDX-License-Identifier: MIT
#include "client/renewal.hpp"

#include "client/visits.hpp"

#include "latch/base/text.hpp"
#include "latch/client/csrf.hpp"

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

/// How to sign in at an origin, unless the user has signed out there.
const session::StoredLogin* login_at(const session::Session& session, const http::Url& url) {
    const session::OriginState* const state = session.find(http::origin(url));
    const bool is_usable =
        state != nullptr && state->login && state->login->recipe && !state->login->signed_out;
    return is_usable ? &*state->login : nullptr;
}

bool has_own_cookies(const http::Request& request) {
    return request.typed.contains("Cookie") ||
           std::ranges::any_of(request.suppressed, [](std::string_view name) {
               return base::iequals(name, "Cookie");
           });
}

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
    const bool is_over = has_signed_in_ || outcome_.error || has_own_cookies(request);
    const session::StoredLogin* const login =
        renewer_ == nullptr || is_over ? nullptr : login_at(line_.session(), hop.request.url);
    if (login == nullptr) {
        return Loss::none;
    }
    return access::loss_in(hop, line_.hops_of_page().front().request.url, *login->recipe);
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
    const session::StoredLogin* const login = login_at(line_.session(), request.url);
    if (login == nullptr) {
        co_return false; // another run has signed out, or removed the session
    }
    if (!has_taken_over_ && !was_sent_before(request)) {
        has_taken_over_ = true;
        outcome_.summary = "another run has signed in meanwhile";
        co_return true;
    }
    Result<bool> signed_in = co_await sign_in(request, *login);
    co_return signed_in;
}

/// Whether the request went out with the session that it would go with now.
bool Renewal::was_sent_before(const http::Request& request) const {
    const http::PreparedRequest now = line_.unsigned_form(request);
    return std::ranges::any_of(line_.hops(), [&](const http::Hop& hop) {
        return hop.is_given_up && access::is_same_session(hop.request, now);
    });
}

Task<Result<bool>>
Renewal::sign_in(const http::Request& request, const session::StoredLogin& login) {
    Result<access::LoginSituation> situation = renewer_->situation(login, request.url);
    if (!situation) {
        co_return situation.error();
    }
    const std::string user = situation->user;
    const http::Request like = token_request(request, access::CsrfFetch{}, situation->page);
    access::LoginTalk talk(*std::move(situation));
    const std::size_t begun = line_.hops().size();
    const Result<void> visited = co_await visit(talk, like, line_);
    const Result<void> saved = renewer_->save(talk, line_.hops().subspan(begun));
    if (!visited || talk.verdict() != access::LoginVerdict::signed_in) {
        co_return visited ? talk.error() : visited.error();
    }
    if (!saved) {
        co_return saved.error();
    }
    has_signed_in_ = true;
    outcome_.summary =
        "signed in again at " + http::to_string(http::origin(request.url)) + " as " + user;
    co_return true;
}

} // namespace latch::client
