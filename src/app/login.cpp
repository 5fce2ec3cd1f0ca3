// SPDX-License-Identifier: MIT
#include "app/attendant.hpp"
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/login_attempt.hpp"
#include "app/login_plan.hpp"
#include "app/signing.hpp"

#include "latch/access/jwt.hpp"
#include "latch/base/random.hpp"
#include "latch/base/signals.hpp"
#include "latch/session/lasting.hpp"
#include "latch/session/timestamp.hpp"

#include <utility>

namespace latch::app {

namespace {

using access::LoginRecipe;
using access::LoginVerdict;
using access::TokenCarrier;
using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = access::SecretSource::Kind;
using Way = cli::Login::Way;

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

/// Until when a token is good, in words.
std::string until(std::optional<base::Clock::time_point> end) {
    return end ? "until " + session::timestamp(*end)
               : std::string("for as long as the server takes the token");
}

/// Signs in by a plan, remembers what came of it, and says so.
class LoggingIn {
public:
    LoggingIn(LoginPlan plan, Signing& signing, const base::Environment& environment)
        : plan_(std::move(plan)), signing_(signing), environment_(environment),
          url_(std::as_const(signing).request().url) {}

    int go() {
        const auto begun = environment_.now();
        std::optional<base::SignalsHeld> until_saved(std::in_place);
        const Attempt attempt = attempted();
        const auto saved = signing_.save(
            attempt.outcome,
            attempt.worked() ? Signing::End::worked : Signing::End::failed,
            learned(attempt)
        );
        until_saved.reset();
        return attempt.worked() ? tell(how_long(attempt, begun), saved)
                                : signing_.concluded(attempt.error, saved);
    }

private:
    Attempt attempted() {
        if (plan_.is_by_account()) {
            return attempt_account(signing_, plan_.account());
        }
        if (plan_.order) {
            return attempt_oauth(signing_, *plan_.order);
        }
        return plan_.way == Way::json ? attempt_json(signing_, plan_.body, plan_.recipe.user)
                                      : attempt_form(signing_, plan_.recipe, plan_.password);
    }

    session::Delta learned(const Attempt& attempt) const {
        session::Delta delta;
        if (attempt.outcome.error) {
            return delta;
        }
        if (attempt.worked()) {
            delta.login = success(attempt);
        }
        if (attempt.verdict == LoginVerdict::refused) {
            const bool is_client = attempt.refused == client::Refused::client;
            delta.login = {.origin = http::origin(url_)};
            delta.login->refused = access::refused_login(
                is_client ? plan_.order->client.id : plan_.recipe.user,
                is_client ? *plan_.order->secret : plan_.password,
                base::random_hex(8),
                environment_.now()
            );
        }
        return delta;
    }

    session::LearnedLogin success(const Attempt& attempt) const {
        session::LearnedLogin login{
            .origin = http::origin(url_), .recipe = std::nullopt, .refused = std::nullopt};
        if (plan_.is_by_account()) {
            login.auth = session::StoredAuth{.account = plan_.account(), .unknown = {}};
            login.auth->account.secret = lasting_secret(plan_, url_);
            return login;
        }
        LoginRecipe recipe = plan_.recipe;
        recipe.secret = lasting_secret(plan_, url_);
        if (recipe.oauth && attempt.server) {
            recipe.oauth->server = *attempt.server;
        }
        if (attempt.token) {
            return session::signed_in_by(http::origin(url_), std::move(recipe), *attempt.token);
        }
        recipe.page = attempt.page ? page_to_keep(plan_, *attempt.page) : recipe.page;
        login.recipe = std::move(recipe);
        return login;
    }

    std::string how_long(const Attempt& attempt, base::Clock::time_point begun) const {
        if (plan_.way == Way::basic) {
            return "with each request";
        }
        if (plan_.way == Way::bearer) {
            const auto jwt = access::read_jwt(plan_.password.reveal());
            return until(jwt ? jwt->expires : std::nullopt);
        }
        const bool is_in_cookies = !attempt.token || attempt.token->carrier == TokenCarrier::cookie;
        return is_in_cookies ? session::how_long(signing_.session().cookies, url_, begun)
                             : until(attempt.token->expires);
    }

    int tell(const std::string& how_long, const Result<session::Updated>& saved) const {
        const int code = signing_.concluded(std::nullopt, saved);
        const std::string secret = plan_.way == Way::bearer ? "token" : "password";
        const bool has_password = !plan_.order || plan_.order->person;
        if (has_password && plan_.recipe.secret.kind == Kind::literal && saved) {
            signing_.remark(
                "the " + secret + " is kept in clear in " + signing_.store().file().string(),
                "--auth-from keeps the place of the " + secret + " instead"
            );
        }
        const int said = signing_.say(
            "signed in at " + http::to_string(http::origin(url_)) + ' ' + who() + ' ' + how_long
        );
        return code == done ? said : code;
    }

    std::string who() const {
        if (plan_.way == Way::bearer) {
            return "by token";
        }
        const std::string user = plan_.recipe.user.empty() ? "" : "as " + plan_.recipe.user;
        return plan_.order
                   ? user + (user.empty() ? "" : " ") + "by client " + plan_.order->client.id
                   : user;
    }

    LoginPlan plan_;
    Signing& signing_;
    const base::Environment& environment_;
    const http::Url& url_;
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
    auto plan = plan_login(completed, signing, environment);
    if (!plan) {
        return report.fail(plan.error());
    }
    Terminal attendant(environment, report);
    if (plan->order) {
        plan->order->attendant = &attendant;
    }
    return LoggingIn(*std::move(plan), signing, environment).go();
}

} // namespace latch::app
