// SPDX-License-Identifier: MIT
#include "app/login_plan.hpp"

#include "app/oauth_plan.hpp"
#include "app/renewing.hpp"

#include "latch/access/token_talk.hpp"
#include "latch/request/compose.hpp"
#include "latch/request/material.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace latch::app {

namespace {

using access::Account;
using access::LoginKind;
using access::LoginRecipe;
using access::Scheme;
using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = SecretSource::Kind;
using Way = cli::Login::Way;

/// Fields with a text, and such with JSON.
struct Fields {
    std::vector<access::FormField> texts;
    std::vector<access::FormField> literals;
};

/// The fields of items, their values read.
Result<Fields> fields_of(const cli::Login& command, const base::Environment& environment) {
    request::RequestSpec spec;
    spec.items = command.fields;
    const auto read = request::with_values_read(spec, environment);
    if (!read) {
        return read.error();
    }
    Fields fields;
    for (const request::Item& item : read->items) {
        const bool is_json = item.kind == request::Item::Kind::json_field;
        (is_json ? fields.literals : fields.texts).emplace_back(item.name, item.value);
    }
    return fields;
}

SecretSource prompt(const LoginPlan& plan, const http::Url& url) {
    return {
        .kind = Kind::prompt,
        .text = base::Secret(
            plan.way == Way::bearer ? "token for " + url.host
                                    : "password for " + plan.recipe.user + '@' + url.host
        ),
    };
}

/// Who signed in before, in the same way.
struct Known {
    std::string user;
    SecretSource secret;
};

Way way_of(LoginKind kind) noexcept {
    switch (kind) {
    case LoginKind::json:
        return Way::json;
    case LoginKind::oauth2:
        return Way::oauth2;
    case LoginKind::form:
        break;
    }
    return Way::form;
}

class Planning {
public:
    Planning(const cli::Login& command, Signing& signing)
        : command_(command), signing_(signing), url_(std::as_const(signing).request().url),
          of_url_(signing.take_account_of_url()),
          state_(std::as_const(signing).session().find(http::origin(url_))) {}

    Result<LoginPlan> plan(const base::Environment& environment) {
        const auto typed = request::address_of(command_.request.request, signing_.session());
        plan_.typed = typed ? typed->url : url_;
        choose_way();
        if (plan_.way == Way::oauth2) {
            return plan_oauth(std::move(plan_), command_, signing_);
        }
        if (auto named = name_user(); !named) {
            return named.error();
        }
        if (auto filled = fill_recipe(environment); !filled) {
            return filled.error();
        }
        auto password = signing_.looked_up(plan_.recipe.secret);
        if (!password) {
            return password.error();
        }
        plan_.password = *std::move(password);
        if (plan_.way == Way::json) {
            auto body = access::login_json(plan_.recipe, plan_.password);
            if (!body) {
                return body.error();
            }
            plan_.body = *std::move(body);
        }
        if (auto fresh = check_refused(); !fresh && !command_.forces) {
            return fresh.error();
        }
        return std::move(plan_);
    }

private:
    const LoginRecipe* recipe() const { return state_ == nullptr ? nullptr : recipe_of(*state_); }

    /// What was said, else what the session has for this URL.
    void choose_way() {
        const LoginRecipe* const known = recipe();
        plan_.way = command_.way;
        if (plan_.way == Way::known) {
            const bool is_known = known != nullptr && known->page == http::target(plan_.typed);
            plan_.way = is_known ? way_of(known->kind) : Way::form;
        }
    }

    std::optional<Known> known() const {
        if (!plan_.is_by_account()) {
            const LoginRecipe* const before = recipe();
            return before == nullptr ? std::nullopt
                                     : std::optional(Known{before->user, before->secret});
        }
        const bool is_known = state_ != nullptr && state_->auth &&
                              state_->auth->account.scheme == plan_.account().scheme;
        return is_known
                   ? std::optional(Known{state_->auth->account.user, state_->auth->account.secret})
                   : std::nullopt;
    }

    /// Who it is, and where the password is: what was said, else what the session knows.
    Result<void> name_user() {
        const bool has_user = plan_.way != Way::bearer;
        const bool is_in_url = of_url_ && has_user;
        const std::optional<Known> known = this->known();
        LoginRecipe& recipe = plan_.recipe;
        if (command_.user) {
            recipe.user = *command_.user;
        } else if (is_in_url) {
            recipe.user = of_url_->user;
        } else if (known) {
            recipe.user = known->user;
        } else if (has_user) {
            return Error(ErrorKind::usage, "there is no user to log in")
                .hinting("write latch login @SESSION URL USER");
        }
        if (command_.secret) {
            recipe.secret = *command_.secret;
        } else if (!command_.user && is_in_url) {
            recipe.secret = of_url_->secret;
        } else if (known && known->user == recipe.user) {
            recipe.secret = known->secret;
        } else {
            recipe.secret.kind = Kind::prompt;
        }
        if (recipe.secret.kind == Kind::prompt) {
            recipe.secret = prompt(plan_, url_);
        }
        return {};
    }

    /// What is sent besides, as it was said, else as the same user sent it before.
    Result<void> fill_recipe(const base::Environment& environment) {
        auto fields = fields_of(command_, environment);
        if (!fields) {
            return fields.error();
        }
        LoginRecipe& recipe = plan_.recipe;
        recipe.page = http::target(plan_.typed);
        recipe.kind = plan_.way == Way::json ? LoginKind::json : LoginKind::form;
        const LoginRecipe* const before = this->recipe();
        const bool is_the_same =
            before != nullptr && before->user == recipe.user && before->kind == recipe.kind;
        if (auto told = fill_refresh(is_the_same ? before->refresh : std::nullopt); !told) {
            return told;
        }
        if (fields->texts.empty() && fields->literals.empty() && is_the_same) {
            recipe.fields = before->fields;
            recipe.literals = before->literals;
            recipe.names = before->names;
            return {};
        }
        return take_fields(*std::move(fields));
    }

    /// Where a token is refreshed: as it was said, else as before.
    Result<void> fill_refresh(std::optional<std::string> before) {
        if (plan_.way != Way::json || command_.refresh_url.empty()) {
            plan_.recipe.refresh = std::move(before);
            return {};
        }
        auto place = http::resolve_reference(url_, command_.refresh_url);
        if (!place || http::origin(*place) != http::origin(url_)) {
            return Error(ErrorKind::usage, "--refresh-url leads to another server")
                .hinting("a path will do: --refresh-url=/auth/refresh");
        }
        plan_.recipe.refresh = http::target(*place);
        return {};
    }

    Result<void> take_fields(Fields fields) {
        if (!fields.literals.empty() && plan_.way != Way::json) {
            return Error(ErrorKind::usage, "a form has no JSON")
                .hinting("write NAME=VALUE, or --json if URL takes JSON");
        }
        LoginRecipe& recipe = plan_.recipe;
        recipe.fields = std::move(fields.texts);
        recipe.literals = std::move(fields.literals);
        if (plan_.way != Way::json) {
            return {};
        }
        auto names = access::take_names(recipe.fields);
        if (!names) {
            return names.error();
        }
        recipe.names = *std::move(names);
        return {};
    }

    Result<void> check_refused() const {
        const std::string what =
            plan_.way == Way::bearer ? "this token" : "this password for " + plan_.recipe.user;
        return state_ != nullptr && state_->login
                   ? check_not_refused(*state_->login, what, plan_.recipe.user, plan_.password)
                   : Result<void>();
    }

    const cli::Login& command_;
    Signing& signing_;
    const http::Url& url_;
    std::optional<Account> of_url_;
    const session::OriginState* state_; ///< what the session knows of the server; may be null
    LoginPlan plan_;
};

} // namespace

Account LoginPlan::account() const {
    return {
        .scheme = way == Way::bearer ? Scheme::bearer : Scheme::basic,
        .user = recipe.user,
        .secret = recipe.secret};
}

Result<LoginPlan>
plan_login(const cli::Login& command, Signing& signing, const base::Environment& environment) {
    return Planning(command, signing).plan(environment);
}

std::string page_to_keep(const LoginPlan& plan, const http::Url& page) {
    const bool is_typed = plan.typed.path == page.path && !plan.typed.path.empty();
    http::Url kept = is_typed ? plan.typed : page;
    kept.path.resize(std::min(kept.path.size(), kept.path.find(';'))); // a session's id
    return http::target(kept);
}

SecretSource lasting_secret(const LoginPlan& plan, const http::Url& url) {
    const bool is_of_this_run = plan.recipe.secret.kind == Kind::descriptor;
    return is_of_this_run ? prompt(plan, url) : plan.recipe.secret;
}

} // namespace latch::app
