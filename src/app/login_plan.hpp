// SPDX-License-Identifier: MIT
#pragma once

#include "app/signing.hpp"

#include "latch/access/recipe.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/client/token_order.hpp"

#include <optional>
#include <string>

namespace latch::app {

/// Who signs in at the URL of a request, in which way, and with what.
struct LoginPlan {
    cli::Login::Way way = cli::Login::Way::form; ///< not `known`
    access::LoginRecipe recipe;                  ///< its user and secret count for each way
    base::Secret password;                       ///< or token
    http::Url typed{};  ///< the URL without the parameters of the session, which go by themselves
    std::string body{}; ///< of a login by JSON
    std::optional<client::TokenOrder> order{}; ///< of one by OAuth 2

    bool is_by_account() const noexcept {
        return way == cli::Login::Way::basic || way == cli::Login::Way::bearer;
    }

    /// Of a way that signs each request.
    access::Account account() const;
};

/// What was said, completed by what the session knows of this URL; the password is looked up.
/// Errors: `usage`; `not_signed_in` for credentials that the server has refused before.
base::Result<LoginPlan>
plan_login(const cli::Login& command, Signing& signing, const base::Environment& environment);

/// What is asked for next time, path and query, if `page` has turned out to have the form.
std::string page_to_keep(const LoginPlan& plan, const http::Url& page);

/// The place of the password for later runs: a descriptor means something to one run alone, so
/// the next has to ask.
access::SecretSource lasting_secret(const LoginPlan& plan, const http::Url& url);

} // namespace latch::app
