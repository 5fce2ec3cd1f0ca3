// SPDX-License-Identifier: MIT
#include "app/login_attempt.hpp"

#include "latch/access/account_talk.hpp"
#include "latch/access/token_talk.hpp"
#include "latch/client/sign_in.hpp"

#include <string_view>
#include <utility>

namespace latch::app {

namespace {

template <class Talk>
Attempt tried(Talk& talk, const http::Request& like, Signing& signing) {
    Attempt attempt;
    attempt.outcome = client::hold(talk, like, signing.session(), signing.surroundings());
    if (attempt.outcome.error) {
        attempt.error = *attempt.outcome.error;
    } else {
        attempt.verdict = talk.verdict();
        attempt.error = talk.error();
    }
    return attempt;
}

/// Whether what signs requests to that origin came from a login for a token.
bool is_signed_by_token(const Signing& signing) {
    const session::OriginState* const state =
        std::as_const(signing).session().find(http::origin(signing.request().url));
    return state != nullptr && state->login && state->login->recipe &&
           state->login->recipe->gives_token();
}

/// What counts as refused are the credentials that the session remembers.
access::LoginVerdict verdict_of(const client::GotToken& got, const client::TokenOrder& order) {
    using client::Refused;
    if (got.outcome.error) {
        return access::LoginVerdict::failed;
    }
    if (got.obtained.verdict == access::LoginVerdict::signed_in) {
        return access::LoginVerdict::signed_in;
    }
    const bool is_refused = got.obtained.refused == Refused::person ||
                            (got.obtained.refused == Refused::client && order.secret);
    return is_refused ? access::LoginVerdict::refused : access::LoginVerdict::failed;
}

} // namespace

Attempt
attempt_form(Signing& signing, const access::LoginRecipe& recipe, const base::Secret& password) {
    access::LoginTalk talk({
        .page = signing.request().url,
        .user = recipe.user,
        .password = password,
        .fields = recipe.fields,
    });
    const http::Request like =
        is_signed_by_token(signing) ? signing.unsigned_request() : signing.request();
    Attempt attempt = tried(talk, like, signing);
    attempt.page = talk.page();
    return attempt;
}

Attempt attempt_json(Signing& signing, std::string body, const std::string& user) {
    access::TokenTalk talk(signing.request().url, std::move(body), user);
    Attempt attempt = tried(talk, signing.unsigned_request(), signing);
    if (attempt.worked()) {
        attempt.token = talk.token();
        signing.hide(attempt.token->token);
        signing.hide(attempt.token->refresh);
    }
    return attempt;
}

Attempt attempt_oauth(Signing& signing, const client::TokenOrder& order) {
    client::GotToken got = client::get_token(
        order, signing.unsigned_request(), signing.session(), signing.surroundings()
    );
    Attempt attempt;
    attempt.verdict = verdict_of(got, order);
    attempt.refused = got.obtained.refused;
    attempt.error = got.outcome.error.value_or(got.obtained.error);
    attempt.outcome = std::move(got.outcome);
    if (attempt.worked()) {
        attempt.token = got.obtained.token;
        attempt.server = got.obtained.server;
        signing.hide(attempt.token->token);
        signing.hide(attempt.token->refresh);
    }
    return attempt;
}

Attempt attempt_account(Signing& signing, const access::Account& account) {
    signing.sign_with(account);
    access::AccountTalk talk(signing.request().url);
    return tried(talk, signing.request(), signing);
}

} // namespace latch::app
