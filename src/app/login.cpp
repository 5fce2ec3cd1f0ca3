// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/renewing.hpp"
#include "app/signing.hpp"

#include "latch/base/random.hpp"
#include "latch/base/signals.hpp"
#include "latch/client/sign_in.hpp"
#include "latch/request/compose.hpp"
#include "latch/request/material.hpp"
#include "latch/session/lasting.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

namespace {

using access::LoginRecipe;
using access::LoginVerdict;
using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = SecretSource::Kind;

const LoginRecipe* recipe_for(const session::Session& session, const http::Url& url) {
    const session::OriginState* const state = session.find(http::origin(url));
    return state == nullptr ? nullptr : recipe_of(*state);
}

/// The one page that a session knows to sign in at.
Result<std::string> known_page(const session::Session& session) {
    std::string page;
    for (const session::OriginState& state : session.origins) {
        if (const LoginRecipe* const recipe = recipe_of(state)) {
            if (!page.empty()) {
                return Error(ErrorKind::usage, "the session knows more than one login")
                    .hinting("give the URL of the login page");
            }
            page = http::to_string(state.origin) + recipe->page;
        }
    }
    if (page.empty()) {
        return Error(ErrorKind::usage, "the session knows no login yet")
            .hinting("write latch login @SESSION URL USER");
    }
    return page;
}

/// The fields of items, their values read.
Result<std::vector<access::FormField>>
fields_of(const cli::Login& command, const base::Environment& environment) {
    request::RequestSpec spec;
    spec.items = command.fields;
    const auto read = request::with_values_read(spec, environment);
    if (!read) {
        return read.error();
    }
    std::vector<access::FormField> fields;
    for (const request::Item& item : read->items) {
        fields.emplace_back(item.name, item.value);
    }
    return fields;
}

/// Signs in, from what is known of the user to the line that says so.
class LoggingIn {
public:
    LoggingIn(const cli::Login& command, Signing& signing, const base::Environment& environment)
        : command_(command), signing_(signing), environment_(environment),
          of_url_(signing.take_account_of_url()) {}

    Result<void> prepare() {
        if (auto named = name_user(); !named) {
            return named;
        }
        auto fields = fields_of(command_, environment_);
        if (!fields) {
            return fields.error();
        }
        const LoginRecipe* const known = same_user_before();
        recipe_.fields = fields->empty() && known != nullptr ? known->fields : *std::move(fields);
        auto password = signing_.looked_up(recipe_.secret);
        if (!password) {
            return password.error();
        }
        password_ = *std::move(password);
        return command_.forces ? Result<void>() : check_refused();
    }

    int go() {
        const auto begun = environment_.now();
        access::LoginTalk talk({
            .page = signing_.request().url,
            .user = recipe_.user,
            .password = password_,
            .fields = recipe_.fields,
        });
        std::optional<base::SignalsHeld> until_saved(std::in_place);
        const client::Outcome outcome =
            client::sign_in(talk, signing_.request(), signing_.session(), signing_.surroundings());
        const bool worked = !outcome.error && talk.verdict() == LoginVerdict::signed_in;
        const auto saved = signing_.save(
            outcome, worked ? Signing::End::worked : Signing::End::failed, learned(talk, outcome)
        );
        until_saved.reset();
        if (!worked) {
            return signing_.concluded(outcome.error ? outcome.error : talk.error(), saved);
        }
        return tell(begun, saved);
    }

private:
    const LoginRecipe* same_user_before() const {
        const LoginRecipe* const known = recipe_for(signing_.session(), signing_.request().url);
        return known != nullptr && known->user == recipe_.user ? known : nullptr;
    }

    /// Who it is, and where the password is: what was said, else what the session knows.
    Result<void> name_user() {
        const LoginRecipe* const known = recipe_for(signing_.session(), signing_.request().url);
        if (command_.user) {
            recipe_.user = *command_.user;
        } else if (of_url_) {
            recipe_.user = of_url_->user;
        } else if (known != nullptr) {
            recipe_.user = known->user;
        } else {
            return Error(ErrorKind::usage, "there is no user to log in")
                .hinting("write latch login @SESSION URL USER");
        }
        if (command_.secret) {
            recipe_.secret = *command_.secret;
        } else if (!command_.user && of_url_) {
            recipe_.secret = of_url_->secret;
        } else if (known != nullptr && known->user == recipe_.user) {
            recipe_.secret = known->secret;
        } else {
            recipe_.secret.kind = Kind::prompt;
        }
        if (recipe_.secret.kind == Kind::prompt) {
            recipe_.secret = prompt();
        }
        return {};
    }

    SecretSource prompt() const {
        return {
            .kind = Kind::prompt,
            .text =
                base::Secret("password for " + recipe_.user + '@' + signing_.request().url.host),
        };
    }

    Result<void> check_refused() const {
        const session::OriginState* const state =
            signing_.session().find(http::origin(signing_.request().url));
        return state != nullptr && state->login
                   ? check_not_refused(*state->login, recipe_.user, password_)
                   : Result<void>();
    }

    session::Delta learned(const access::LoginTalk& talk, const client::Outcome& outcome) const {
        session::Delta delta;
        const http::Origin origin = http::origin(signing_.request().url);
        if (outcome.error) {
            return delta;
        }
        if (talk.verdict() == LoginVerdict::signed_in) {
            delta.login = {.origin = origin, .recipe = kept(talk.page()), .refused = std::nullopt};
        }
        if (talk.verdict() == LoginVerdict::refused) {
            delta.login = {
                .origin = origin,
                .recipe = std::nullopt,
                .refused = access::refused_login(
                    recipe_.user, password_, base::random_hex(8), environment_.now()
                ),
            };
        }
        return delta;
    }

    /// With the page that has the form, wherever the login began. A descriptor means something to
    /// this run alone: the next has to ask.
    LoginRecipe kept(const http::Url& page) const {
        LoginRecipe recipe = recipe_;
        recipe.page = page_to_keep(page);
        if (recipe.secret.kind == Kind::descriptor) {
            recipe.secret = prompt();
        }
        return recipe;
    }

    /// What is asked for next time: without the parameters of the session, which go by themselves.
    std::string page_to_keep(const http::Url& page) const {
        const auto typed = request::address_of(command_.request.request, signing_.session());
        const bool is_typed = typed && typed->url.path == page.path && !typed->url.path.empty();
        http::Url kept = is_typed ? typed->url : page;
        kept.path.resize(std::min(kept.path.size(), kept.path.find(';'))); // a session's id
        return http::target(kept);
    }

    int tell(base::Clock::time_point begun, const Result<session::Updated>& saved) const {
        const http::Url& url = signing_.request().url;
        const int code = signing_.concluded(std::nullopt, saved);
        if (recipe_.secret.kind == Kind::literal && saved) {
            signing_.remark(
                "the password is kept in clear in " + signing_.store().file().string(),
                "--auth-from keeps the place of the password instead"
            );
        }
        const int said = signing_.say(
            "signed in at " + http::to_string(http::origin(url)) + " as " + recipe_.user + ' ' +
            session::how_long(signing_.session().cookies, url, begun)
        );
        return code == done ? said : code;
    }

    const cli::Login& command_;
    Signing& signing_;
    const base::Environment& environment_;
    std::optional<access::Account> of_url_;
    LoginRecipe recipe_;
    base::Secret password_;
};

} // namespace

int login(const cli::Login& command, const base::Environment& environment, Report& report) {
    auto send = with_url(command.request, known_page, environment);
    if (!send) {
        return report.fail(send.error());
    }
    cli::Login completed = command;
    completed.request = *std::move(send);
    auto setup = set_up(completed.request, environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    Signing signing(completed.request, *std::move(setup), environment, report);
    LoggingIn login(completed, signing, environment);
    if (const auto prepared = login.prepare(); !prepared) {
        return report.fail(prepared.error());
    }
    return login.go();
}

} // namespace latch::app
