// SPDX-License-Identifier: MIT
#include "app/oauth_plan.hpp"

#include "app/renewing.hpp"

#include <utility>

namespace latch::app {

namespace {

using access::Grant;
using access::LoginRecipe;
using access::OAuthClient;
using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = SecretSource::Kind;

/// A URL of an option, as it is kept; empty if it was not given.
Result<std::string> url_of(const std::string& option, const std::string& typed) {
    if (typed.empty()) {
        return std::string();
    }
    const auto parsed = http::parse_url(typed);
    if (!parsed) {
        return Error(parsed.error()).hinting("write " + option + " https://...");
    }
    if (parsed->user_info) {
        return Error(ErrorKind::usage, option + " takes no user")
            .hinting("--client-id and --client-secret-from say who asks");
    }
    return http::to_string(parsed->url);
}

class PlanningOAuth {
public:
    PlanningOAuth(LoginPlan plan, const cli::Login& command, Signing& signing)
        : plan_(std::move(plan)), command_(command), wish_(command.oauth), signing_(signing),
          url_(std::as_const(signing).request().url),
          state_(std::as_const(signing).session().find(http::origin(url_))) {
        const LoginRecipe* const known = state_ == nullptr ? nullptr : recipe_of(*state_);
        const bool is_same = known != nullptr && known->oauth &&
                             (wish_.client.empty() || wish_.client == known->oauth->id);
        before_ = is_same ? known : nullptr;
    }

    Result<LoginPlan> plan() {
        if (auto named = name_client(); !named) {
            return named.error();
        }
        if (auto placed = name_server(); !placed) {
            return placed.error();
        }
        if (auto person = name_person(); !person) {
            return person.error();
        }
        if (client_.secret) {
            auto secret = signing_.looked_up(*client_.secret);
            if (!secret) {
                return secret.error();
            }
            order_.secret = *std::move(secret);
            if (auto fresh = check_refused("this secret of ", client_.id, *order_.secret); !fresh) {
                return fresh.error();
            }
        }
        LoginRecipe& recipe = plan_.recipe;
        recipe.kind = access::LoginKind::oauth2;
        recipe.page = http::target(plan_.typed);
        recipe.oauth = client_;
        order_.client = std::move(client_);
        plan_.order = std::move(order_);
        return std::move(plan_);
    }

private:
    Result<void> name_client() {
        if (wish_.client.empty() && before_ == nullptr) {
            return Error(ErrorKind::usage, "a login by OAuth 2 needs --client-id")
                .because("the session knows no client for this server");
        }
        if (before_ != nullptr) {
            client_ = *before_->oauth;
        }
        client_.id = wish_.client.empty() ? client_.id : wish_.client;
        client_.scope = wish_.scope.empty() ? client_.scope : wish_.scope;
        if (wish_.secret) {
            client_.secret = wish_.secret;
        }
        if (client_.secret && client_.secret->kind == Kind::prompt) {
            client_.secret->text = base::Secret("secret of " + client_.id);
        }
        const bool has_user = command_.user || !wish_.is_interactive;
        const Grant usual =
            client_.secret && !has_user ? Grant::client_credentials : Grant::authorization_code;
        client_.grant = wish_.grant.value_or(before_ == nullptr ? usual : client_.grant);
        return {};
    }

    Result<void> name_server() {
        const auto token = url_of("--token-url", wish_.token_url);
        const auto authorize = url_of("--authorize-url", wish_.authorize_url);
        const auto device = url_of("--device-url", wish_.device_url);
        const auto issuer = url_of("--issuer", wish_.issuer);
        for (const auto* const url : {&token, &authorize, &device, &issuer}) {
            if (!*url) {
                return url->error();
            }
        }
        if (!token->empty() && !issuer->empty()) {
            return Error(ErrorKind::usage, "--issuer and --token-url contradict each other")
                .because("with --token-url nothing is looked up");
        }
        if (!token->empty()) {
            if (auto complete = check_complete(*authorize, *device); !complete) {
                return complete;
            }
            client_.server = {.token = *token, .authorize = *authorize, .device = *device};
            return {};
        }
        if (!authorize->empty() || !device->empty()) {
            return Error(ErrorKind::usage, "--token-url is missing")
                .because("--authorize-url and --device-url take the place of what is looked up");
        }
        if (issuer->empty() && before_ != nullptr) {
            return {}; // the endpoints are known
        }
        order_.discovery = access::DiscoverySituation{.resource = url_};
        if (!issuer->empty()) {
            order_.discovery->issuer = http::parse_url(*issuer)->url;
        }
        return {};
    }

    /// What is not looked up has to be said.
    Result<void> check_complete(const std::string& authorize, const std::string& device) const {
        if (client_.grant == Grant::authorization_code && authorize.empty()) {
            return Error(ErrorKind::usage, "--authorize-url is missing beside --token-url");
        }
        if (client_.grant == Grant::device_code && device.empty()) {
            return Error(ErrorKind::usage, "--device-url is missing beside --token-url");
        }
        return {};
    }

    /// Who lets the client in without a browser, if that is wanted.
    Result<void> name_person() {
        const bool was_by_person = before_ != nullptr && !before_->user.empty();
        const bool is_again = wish_.client.empty() && was_by_person;
        if (wish_.is_interactive && !is_again) {
            return command_.secret
                       ? Result<void>(
                             Error(ErrorKind::usage, "--auth-from is for a USER's password")
                                 .hinting("--client-secret-from is for the client's")
                         )
                       : Result<void>();
        }
        if (client_.grant != Grant::authorization_code) {
            return Error(ErrorKind::usage, "--non-interactive is for --grant=authorization_code");
        }
        LoginRecipe& recipe = plan_.recipe;
        recipe.user = command_.user.value_or(was_by_person ? before_->user : "");
        if (recipe.user.empty()) {
            return Error(ErrorKind::usage, "--non-interactive needs a USER")
                .hinting("write latch login @SESSION URL USER");
        }
        recipe.secret.kind = Kind::prompt;
        if (command_.secret) {
            recipe.secret = *command_.secret;
        } else if (was_by_person && before_->user == recipe.user) {
            recipe.secret = before_->secret;
        }
        if (recipe.secret.kind == Kind::prompt) {
            recipe.secret.text = base::Secret("password for " + recipe.user);
        }
        auto password = signing_.looked_up(recipe.secret);
        if (!password) {
            return password.error();
        }
        plan_.password = *std::move(password);
        order_.person =
            access::LoginSituation{.page = {}, .user = recipe.user, .password = plan_.password};
        return check_refused("this password for ", recipe.user, plan_.password);
    }

    Result<void> check_refused(
        const std::string& what, const std::string& user, const base::Secret& secret
    ) const {
        const bool may = command_.forces || state_ == nullptr || !state_->login;
        return may ? Result<void>() : check_not_refused(*state_->login, what + user, user, secret);
    }

    LoginPlan plan_;
    const cli::Login& command_;
    const cli::OAuthWish& wish_;
    Signing& signing_;
    const http::Url& url_;
    const session::OriginState* state_;   ///< what the session knows of the server; may be null
    const LoginRecipe* before_ = nullptr; ///< of the same client; may be null
    OAuthClient client_;
    client::TokenOrder order_;
};

} // namespace

Result<LoginPlan> plan_oauth(LoginPlan plan, const cli::Login& command, Signing& signing) {
    return PlanningOAuth(std::move(plan), command, signing).plan();
}

} // namespace latch::app
