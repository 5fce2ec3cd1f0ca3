// SPDX-License-Identifier: MIT
#pragma once

#include "app/signing.hpp"

#include "latch/access/login_talk.hpp"
#include "latch/access/token_answer.hpp"
#include "latch/client/conversation.hpp"

#include <optional>
#include <string>

namespace latch::app {

/// What became of a login.
struct Attempt {
    client::Outcome outcome;
    access::LoginVerdict verdict = access::LoginVerdict::failed;
    base::Error error;                                 ///< unless it worked
    std::optional<http::Url> page;                     ///< of a login by a form: that which has it
    std::optional<access::ReceivedToken> token;        ///< of a login that is for one
    std::optional<access::OAuthServer> server;         ///< that gave it
    client::Refused refused = client::Refused::person; ///< if the verdict is that

    bool worked() const noexcept { return verdict == access::LoginVerdict::signed_in; }
};

/// Signs in by the form of the request's URL.
Attempt
attempt_form(Signing& signing, const access::LoginRecipe& recipe, const base::Secret& password);

/// Signs in by a POST of JSON to the request's URL.
Attempt attempt_json(Signing& signing, std::string body, const std::string& user);

/// Gets a token of OAuth 2 for the request's URL.
Attempt attempt_oauth(Signing& signing, const client::TokenOrder& order);

/// Asks for the request's URL, signed with the account.
Attempt attempt_account(Signing& signing, const access::Account& account);

} // namespace latch::app
