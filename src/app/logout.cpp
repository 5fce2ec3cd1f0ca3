// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/signing.hpp"

#include "latch/access/csrf.hpp"
#include "latch/access/grant_talk.hpp"
#include "latch/access/logout_talk.hpp"
#include "latch/base/signals.hpp"
#include "latch/client/sign_in.hpp"
#include "latch/session/turn.hpp"

#include <optional>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

/// The server that a session is signed in to: that of its login, else of its base.
Result<std::string> server_of(const session::Session& session) {
    for (const session::OriginState& state : session.origins) {
        if (recipe_of(state) != nullptr) {
            return http::to_string(state.origin);
        }
    }
    if (!session.base) {
        return base::Error(base::ErrorKind::usage, "the session knows no server")
            .hinting("write latch logout @SESSION URL");
    }
    return *session.base;
}

/// The folder of a path: "/shop" of "/shop/login", empty at the top.
std::string folder_of(std::string_view path) {
    path = path.substr(0, path.find('?'));
    return std::string(path.substr(0, path.rfind('/')));
}

/// The places of an application: where it has its login page, or where its cookies go.
access::LogoutSituation
places(const session::Session& session, const http::Url& asked, bool typed) {
    const session::OriginState* const state = session.find(http::origin(asked));
    const access::LoginRecipe* const recipe = state == nullptr ? nullptr : recipe_of(*state);
    access::LogoutSituation situation{.logout = asked, .login = asked};
    std::string folder = access::application_path(session.cookies.of_host(asked));
    folder = folder.ends_with('/') ? folder.substr(0, folder.size() - 1) : folder;
    if (typed && asked.path != "/") {
        folder = folder_of(asked.path);
    } else {
        folder = recipe == nullptr ? folder : folder_of(recipe->page);
        situation.logout = http::without_query(asked);
        situation.logout.path = folder + "/logout";
    }
    situation.login = http::without_query(asked);
    situation.login.path = folder + "/login";
    if (recipe != nullptr) {
        if (auto page = http::resolve_reference(asked, recipe->page)) {
            situation.login = *std::move(page);
        }
    }
    return situation;
}

/// The line that would have removed the cookie, had the server sent it.
std::string removal_of(const http::Cookie& cookie) {
    std::string line = cookie.name + "=; Max-Age=0; Path=" + cookie.path;
    line += cookie.host_only ? "" : "; Domain=" + cookie.domain;
    return line + (cookie.secure ? "; Secure" : "");
}

/// Whether what signs requests there is the token of a login.
bool is_by_token(const session::Session& session, const http::Url& url) {
    const session::OriginState* const state = session.find(http::origin(url));
    const access::LoginRecipe* const recipe = state == nullptr ? nullptr : recipe_of(*state);
    return recipe != nullptr && recipe->gives_token() &&
           (state->auth || state->headers.contains("X-Auth-Token"));
}

session::Delta
forgetting(const session::Session& session, const http::Url& logout, base::Clock::time_point now) {
    session::Delta delta;
    for (const http::Cookie* const cookie : session.cookies.matching(logout, now)) {
        delta.cookies.push_back({.source = logout, .line = removal_of(*cookie), .received = now});
    }
    const http::Origin origin = http::origin(logout);
    const session::OriginState* const state = session.find(origin);
    if (state != nullptr && state->login) {
        delta.login = {
            .origin = origin,
            .recipe = std::nullopt,
            .refused = state->login->refused,
            .signed_out = true,
        };
    }
    return delta;
}

/// Notes that nobody is to be signed in unasked, where that may happen.
Result<void> mark(const Signing& signing, const http::Url& server) {
    const http::Origin origin = http::origin(server);
    const session::OriginState* const known = signing.session().find(origin);
    if (known == nullptr || !known->login || known->login->signed_out) {
        return {};
    }
    return signing.store().change([&](session::Session& session) {
        session::OriginState& state = session.at(origin);
        if (state.login) {
            state.login->signed_out = true;
        }
        return Result<void>();
    });
}

/// Says what the server made of it. The cookies are forgotten in any case.
int tell(
    const Signing& signing,
    const access::LogoutTalk& talk,
    const http::Url& logout,
    const Result<session::Updated>& saved
) {
    using access::LogoutVerdict;
    if (talk.verdict() == LogoutVerdict::refused || talk.verdict() == LogoutVerdict::nowhere) {
        const int code = signing.concluded(talk.error(), saved);
        signing.remark(
            "the cookies are forgotten all the same",
            "the server may keep its session until it ends by itself"
        );
        return code;
    }
    if (talk.verdict() == LogoutVerdict::by_get) {
        signing.remark(
            "the server answers a GET for the logout and takes no POST",
            "it cannot be told whether that ended the session there"
        );
    }
    const int code = signing.concluded(std::nullopt, saved);
    const int said = signing.say("signed out of " + http::to_string(http::origin(logout)));
    return code == done ? said : code;
}

int go(
    Signing& signing, const access::LogoutSituation& situation, const base::Environment& environment
) {
    access::LogoutTalk talk(situation);
    std::optional<base::SignalsHeld> until_saved(std::in_place);
    const client::Outcome outcome =
        client::hold(talk, signing.request(), signing.session(), signing.surroundings());
    // Without an answer the server still believes that somebody is signed in, and so do we.
    const session::Delta forgotten =
        outcome.error ? session::Delta{}
                      : forgetting(signing.session(), situation.logout, environment.now());
    const auto saved = signing.save(outcome, Signing::End::failed, forgotten);
    until_saved.reset();
    return outcome.error ? signing.concluded(outcome.error, saved)
                         : tell(signing, talk, situation.logout, saved);
}

/// A run that is signing in ends first: what it gets is signed out of as well. Where there is no
/// session yet there is nothing to wait for.
Result<std::optional<session::Turn>>
turn_for(const cli::Send& send, const base::Environment& environment) {
    const auto store = session::Store::locate(send.session->value, environment);
    if (!store) {
        return store.error();
    }
    if (!store->exists()) {
        return std::optional<session::Turn>();
    }
    auto turn = session::Turn::take(*store);
    return turn ? Result<std::optional<session::Turn>>(std::optional(*std::move(turn)))
                : Result<std::optional<session::Turn>>(turn.error());
}

/// What has the authorization server declare the tokens worthless; nothing where it does not do
/// that. The refresh token comes first: with it goes what came of it.
Result<std::vector<access::GrantRequest>>
revocations(Signing& signing, const session::OriginState& state) {
    std::vector<access::GrantRequest> requests;
    const access::LoginRecipe& recipe = *state.login->recipe;
    if (!recipe.oauth || recipe.oauth->server.revoke.empty() || !state.auth) {
        return requests;
    }
    access::ClientSecret secret;
    if (recipe.oauth->secret) {
        auto found = signing.looked_up(*recipe.oauth->secret);
        if (!found) {
            return found.error();
        }
        secret = *std::move(found);
    }
    const access::SecretSource& held = state.auth->account.secret;
    const bool is_here = held.kind == access::SecretSource::Kind::literal;
    for (const base::Secret& token : {state.auth->refresh, is_here ? held.text : base::Secret()}) {
        if (token.empty()) {
            continue;
        }
        auto request = access::revocation_request(*recipe.oauth, secret, token);
        if (!request) {
            return request.error();
        }
        requests.push_back(*std::move(request));
    }
    return requests;
}

/// There is nothing that a server could be asked to end.
int forget_here(Signing& signing, const http::Url& logout, session::Delta forgotten) {
    const int code = signing.concluded(std::nullopt, signing.save_alone(std::move(forgotten)));
    if (code != done) {
        return code;
    }
    signing.remark(
        "the token is forgotten, and nothing was sent",
        "whoever else has it can use it until it ends by itself"
    );
    return signing.say("signed out of " + http::to_string(http::origin(logout)));
}

/// Says what the authorization server made of it. The token is forgotten in any case.
int tell_of_revocation(
    const Signing& signing,
    const http::Url& logout,
    const std::optional<base::Error>& error,
    const Result<session::Updated>& saved
) {
    const auto* const recipe = recipe_of(*signing.session().find(http::origin(logout)));
    const bool has_secret = recipe != nullptr && recipe->oauth && recipe->oauth->secret;
    const int code = signing.concluded(has_secret ? error : std::nullopt, saved);
    if (error) {
        // Many servers take that from clients with a secret alone.
        signing.remark(
            has_secret ? "the token is forgotten all the same"
                       : error->what() + ": " + error->cause(),
            has_secret ? "" : "the token is forgotten all the same"
        );
    }
    return code == done ? signing.say("signed out of " + http::to_string(http::origin(logout)))
                        : code;
}

/// A token has no session that a server could end; one of OAuth 2 may be revoked.
int forget_token(Signing& signing, const http::Url& logout, base::Clock::time_point now) {
    session::Delta forgotten = forgetting(signing.session(), logout, now);
    auto requests =
        revocations(signing, *std::as_const(signing).session().find(http::origin(logout)));
    if (!requests) {
        return signing.concluded(requests.error(), session::Updated::yes);
    }
    if (requests->empty()) {
        return forget_here(signing, logout, std::move(forgotten));
    }
    access::RevocationTalk talk(*std::move(requests));
    const client::Outcome outcome =
        client::hold(talk, signing.unsigned_request(), signing.session(), signing.surroundings());
    // Without an answer the token is still good, and for the next logout.
    const auto saved = signing.save(
        outcome, Signing::End::failed, outcome.error ? session::Delta{} : std::move(forgotten)
    );
    return outcome.error ? signing.concluded(outcome.error, saved)
                         : tell_of_revocation(signing, logout, talk.error(), saved);
}

} // namespace

int logout(const cli::Logout& command, const base::Environment& environment, Report& report) {
    const bool is_typed = !command.request.request.url.empty();
    const auto send = with_url(command.request, server_of, environment);
    if (!send) {
        return report.fail(send.error());
    }
    const auto turn = turn_for(*send, environment);
    if (!turn) {
        return report.fail(turn.error());
    }
    auto setup = set_up(*send, environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    Signing signing(*send, *std::move(setup), environment, report);
    const auto situation = places(signing.session(), signing.request().url, is_typed);
    signing.take_account_of_url(); // signs no request, and is not to be kept
    if (is_by_token(signing.session(), situation.logout)) {
        return forget_token(signing, situation.logout, environment.now());
    }
    if (signing.session().cookies.of_host(situation.logout).empty()) {
        if (const auto marked = mark(signing, situation.logout); !marked) {
            return report.fail(marked.error());
        }
        return signing.say(
            "nobody is signed in at " + http::to_string(http::origin(situation.logout))
        );
    }
    return go(signing, situation, environment);
}

} // namespace latch::app
