// SPDX-License-Identifier: MIT
#include "app/login_attempt.hpp"

#include "latch/client/sign_in.hpp"

#include <string_view>
#include <utility>

namespace latch::app {

namespace {

template <class Talk>
Attempt tried(Talk& talk, const http::Request& like, Signing& signing) {
    Attempt attempt;
    attempt.outcome = client::sign_in(talk, like, signing.session(), signing.surroundings());
    if (attempt.outcome.error) {
        attempt.error = *attempt.outcome.error;
    } else {
        attempt.verdict = talk.verdict();
        attempt.error = talk.error();
    }
    return attempt;
}

/// The request without what an earlier login has left to sign it with: a token that has ended is
/// refused even where none is needed (spring.md 3.2).
http::Request unsigned_request(const Signing& signing) {
    http::Request request = signing.request();
    for (const std::string_view name : {"Authorization", "X-Auth-Token"}) {
        if (!request.typed.contains(name)) {
            request.suppressed.emplace_back(name);
        }
    }
    return request;
}

/// Whether what signs requests to that origin came from a login for a token.
bool is_signed_by_token(const Signing& signing) {
    const session::OriginState* const state =
        std::as_const(signing).session().find(http::origin(signing.request().url));
    return state != nullptr && state->login && state->login->recipe &&
           state->login->recipe->gives_token();
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
        is_signed_by_token(signing) ? unsigned_request(signing) : signing.request();
    Attempt attempt = tried(talk, like, signing);
    attempt.page = talk.page();
    return attempt;
}

Attempt attempt_json(Signing& signing, std::string body) {
    access::TokenTalk talk(signing.request().url, std::move(body));
    Attempt attempt = tried(talk, unsigned_request(signing), signing);
    if (attempt.worked()) {
        attempt.token = talk.token();
        signing.hide(attempt.token->token);
        signing.hide(attempt.token->refresh);
    }
    return attempt;
}

Attempt attempt_oauth(Signing& signing, const client::TokenOrder& order) {
    client::GotToken got = client::get_token(
        order, unsigned_request(signing), signing.session(), signing.surroundings()
    );
    Attempt attempt;
    attempt.verdict = got.outcome.error ? access::LoginVerdict::failed : got.obtained.verdict;
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
