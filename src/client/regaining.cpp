// SPDX-License-Identifier: MIT
#include "client/regaining.hpp"

#include "client/obtain.hpp"
#include "client/visits.hpp"

#include "latch/access/refresh.hpp"
#include "latch/access/token_talk.hpp"
#include "latch/base/random.hpp"
#include "latch/client/csrf.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace latch::client {

namespace {

using access::LoginVerdict;
using base::Error;
using base::Result;
using net::Task;

/// The request for a token: nothing that the session holds for others signs it.
http::Request data_request(const http::Request& request, const http::Url& url) {
    http::Request like = token_request(request, access::CsrfFetch{}, url);
    like.typed.remove("Accept");
    for (const std::string_view name : {"Authorization", "X-Auth-Token"}) {
        like.typed.remove(name);
        like.suppressed.emplace_back(name);
    }
    return like;
}

/// How to refresh the token for the origin of `url`; without a place if there is no way.
access::RefreshSituation refreshing(const session::Session& session, const http::Url& url) {
    const session::OriginState& state = *session.find(http::origin(url));
    const access::LoginRecipe& recipe = *state.login->recipe;
    access::RefreshSituation situation;
    situation.is_known = recipe.refresh && !recipe.refresh->empty();
    const bool has_token = state.auth && !state.auth->refresh.empty();
    const auto cookies = session.cookies.of_host(url);
    const bool may = recipe.kind == access::LoginKind::json &&
                     (has_token || std::ranges::any_of(cookies, [](const http::Cookie* cookie) {
                          return access::is_for_refresh(*cookie);
                      }));
    if (!may || (recipe.refresh && recipe.refresh->empty())) {
        return situation;
    }
    situation.body = has_token ? access::refresh_json(recipe.names, state.auth->refresh) : "";
    const auto places = situation.is_known ? std::vector<std::string>{*recipe.refresh}
                                           : access::refresh_places(recipe.page, cookies);
    for (const std::string& place : places) {
        auto target = http::resolve_reference(url, place);
        if (target && http::origin(*target) == http::origin(url)) {
            situation.places.push_back(*std::move(target));
        }
    }
    return situation;
}

/// A token with the refresh token that got it, if it came without the next (RFC 6749, 6).
access::ReceivedToken with_refresh(access::ReceivedToken token, const session::OriginState& state) {
    if (token.refresh.empty() && state.auth) {
        token.refresh = state.auth->refresh;
    }
    return token;
}

/// What is remembered of a refresh token that is worth nothing any more.
session::LearnedLogin without_refresh(const session::OriginState& state) {
    session::LearnedLogin learned{.origin = state.origin};
    learned.auth = state.auth;
    learned.auth->refresh = {};
    return learned;
}

/// A form leaves cookies alone.
session::LearnedLogin success(
    const access::LoginTalk& /*talk*/, http::Origin origin, const access::LoginRecipe& /*recipe*/
) {
    return {.origin = std::move(origin)};
}

session::LearnedLogin
success(const access::TokenTalk& talk, http::Origin origin, const access::LoginRecipe& recipe) {
    return session::signed_in_by(std::move(origin), recipe, talk.token());
}

/// What is remembered of a refresh; nothing: nothing was learned.
std::optional<session::LearnedLogin> learned_by(
    const access::RefreshTalk& talk, bool place_was_known, const session::OriginState& state
) {
    access::LoginRecipe recipe = *state.login->recipe;
    session::LearnedLogin learned{.origin = state.origin};
    if (talk.verdict() == LoginVerdict::signed_in) {
        recipe.refresh = http::target(talk.place());
        learned = session::signed_in_by(
            state.origin, std::move(recipe), with_refresh(talk.token(), state)
        );
    } else if (talk.verdict() == LoginVerdict::refused && state.auth) {
        learned = without_refresh(state);
    } else if (talk.verdict() == LoginVerdict::failed && !place_was_known) {
        recipe.refresh = "";
        learned.recipe = std::move(recipe);
        learned.auth = state.auth;
    } else {
        return std::nullopt;
    }
    learned.refused = state.login->refused;
    return learned;
}

} // namespace

const session::StoredLogin* usable_login(const session::Session& session, const http::Url& url) {
    const session::OriginState* const state = session.find(http::origin(url));
    const bool is_usable =
        state != nullptr && state->login && state->login->recipe && !state->login->signed_out;
    return is_usable ? &*state->login : nullptr;
}

struct Regaining::Ended {
    Result<void> visited{};
    LoginVerdict verdict = LoginVerdict::failed;
    Error error{}; ///< unless it worked
    std::optional<session::LearnedLogin> learned{};
    std::size_t first = 0; ///< hop of it
};

Task<Result<std::string>> Regaining::go(const http::Request& request) {
    const Result<bool> refreshed = co_await refresh(request);
    if (!refreshed) {
        co_return refreshed.error();
    }
    if (*refreshed) {
        co_return "refreshed the token of " + http::to_string(http::origin(request.url));
    }
    Result<std::string> signed_in = co_await sign_in(request);
    co_return signed_in;
}

/// Makes the visits of a login or a refresh; one that hangs is no reason for the request to hang.
template <class Visits>
Task<Result<void>> Regaining::aside(Visits visits) {
    constexpr std::chrono::seconds patience(30);
    Result<void> visited = co_await line_.transport().within(patience, visits());
    if (!visited && visited.error().kind() == base::ErrorKind::timed_out) {
        co_return Error(base::ErrorKind::timed_out, "the server that signs in does not answer")
            .because(visited.error().what());
    }
    co_return visited;
}

/// Saves what there is to save before anything else is done with it.
Result<void> Regaining::conclude(const Ended& ended) {
    Result<void> saved = renewer_.save(ended.learned, line_.hops().subspan(ended.first));
    if (saved && ended.learned) {
        line_.learn(*ended.learned);
    }
    if (!ended.visited || ended.verdict != LoginVerdict::signed_in) {
        return ended.visited ? ended.error : ended.visited.error();
    }
    return saved;
}

/// Whether there is another token now. That there is none is no error, for there is the password;
/// but who has not answered is not asked again.
Task<Result<bool>> Regaining::refresh(const http::Request& request) {
    const session::StoredLogin login = *usable_login(line_.session(), request.url);
    if (login.recipe->kind == access::LoginKind::oauth2) {
        Result<bool> granted = co_await refresh_by_grant(request, login);
        co_return granted;
    }
    access::RefreshSituation situation = refreshing(line_.session(), request.url);
    if (situation.places.empty()) {
        co_return false;
    }
    const bool place_is_known = situation.is_known;
    const http::Request like = data_request(request, situation.places.front());
    access::RefreshTalk talk(std::move(situation));
    const std::size_t first = line_.hops().size();
    const Result<void> visited = co_await aside([&] { return visit(talk, like, line_); });
    const session::OriginState& state = *line_.session().find(http::origin(request.url));
    const Result<void> concluded = conclude({
        .visited = visited,
        .verdict = talk.verdict(),
        .error = talk.error(),
        .learned = learned_by(talk, place_is_known, state),
        .first = first,
    });
    co_return visited ? Result<bool>(bool(concluded)) : Result<bool>(visited.error());
}

/// The same with the authorization server.
Task<Result<bool>>
Regaining::refresh_by_grant(const http::Request& request, const session::StoredLogin& login) {
    const session::OriginState state = *line_.session().find(http::origin(request.url));
    const Result<TokenOrder> order = renewer_.order(login);
    if (!order || !state.auth || state.auth->refresh.empty()) {
        co_return false;
    }
    const http::Request like = data_request(request, request.url);
    const std::size_t first = line_.hops().size();
    Obtained obtained;
    const Result<void> visited = co_await aside([&]() -> Task<Result<void>> {
        obtained = co_await client::refresh(*order, state.auth->refresh, like, line_);
        co_return Result<void>{};
    });
    std::optional<session::LearnedLogin> learned;
    if (obtained.verdict == LoginVerdict::signed_in) {
        learned =
            session::signed_in_by(state.origin, *login.recipe, with_refresh(obtained.token, state));
    } else if (obtained.verdict == LoginVerdict::refused) {
        learned = without_refresh(state);
    }
    if (learned) {
        learned->refused = login.refused;
    }
    const Result<void> concluded = conclude({
        .visited = visited,
        .verdict = obtained.verdict,
        .error = obtained.error,
        .learned = learned,
        .first = first,
    });
    co_return visited ? Result<bool>(bool(concluded)) : Result<bool>(visited.error());
}

/// Signs in to the authorization server as it was done before, where that needs no person.
Task<Result<void>>
Regaining::sign_in_by_grant(const http::Request& request, const session::StoredLogin& login) {
    const Result<TokenOrder> order = renewer_.order(login);
    if (!order) {
        co_return order.error();
    }
    const http::Request like = data_request(request, request.url);
    const std::size_t first = line_.hops().size();
    Obtained obtained;
    const Result<void> visited = co_await aside([&]() -> Task<Result<void>> {
        obtained = co_await obtain(*order, like, line_);
        co_return Result<void>{};
    });
    std::optional<session::LearnedLogin> learned;
    if (obtained.verdict == LoginVerdict::signed_in) {
        learned = session::signed_in_by(http::origin(request.url), *login.recipe, obtained.token);
    } else {
        learned = refusal_of(http::origin(request.url), *order, obtained.refused);
    }
    co_return conclude({
        .visited = visited,
        .verdict = obtained.verdict,
        .error = obtained.error,
        .learned = learned,
        .first = first,
    });
}

template <class Talk>
Task<Result<void>> Regaining::sign_in_by(
    Talk& talk,
    const http::Request& like,
    const access::LoginRecipe& recipe,
    const access::LoginSituation& situation
) {
    const std::size_t first = line_.hops().size();
    const Result<void> visited = co_await aside([&] { return visit(talk, like, line_); });
    const http::Origin origin = http::origin(situation.page);
    std::optional<session::LearnedLogin> learned;
    if (talk.verdict() == LoginVerdict::signed_in) {
        learned = success(talk, origin, recipe);
    } else if (talk.verdict() == LoginVerdict::refused) {
        learned = refusal_of(origin, situation);
    }
    co_return conclude({
        .visited = visited,
        .verdict = talk.verdict(),
        .error = talk.error(),
        .learned = learned,
        .first = first,
    });
}

Task<Result<std::string>> Regaining::sign_in(const http::Request& request) {
    const session::StoredLogin login = *usable_login(line_.session(), request.url);
    if (login.recipe->kind == access::LoginKind::oauth2) {
        const Result<void> granted = co_await sign_in_by_grant(request, login);
        if (!granted) {
            co_return granted.error();
        }
        co_return "got another token for " + http::to_string(http::origin(request.url));
    }
    Result<access::LoginSituation> situation = renewer_.situation(login, request.url);
    if (!situation) {
        co_return situation.error();
    }
    Result<void> signed_in;
    if (login.recipe->kind == access::LoginKind::json) {
        const Result<std::string> body = access::login_json(*login.recipe, situation->password);
        if (!body) {
            co_return body.error();
        }
        const http::Request like = data_request(request, situation->page);
        access::TokenTalk talk(situation->page, *body, login.recipe->user);
        signed_in = co_await sign_in_by(talk, like, *login.recipe, *situation);
    } else {
        const http::Request like = token_request(request, access::CsrfFetch{}, situation->page);
        access::LoginTalk talk(*situation);
        signed_in = co_await sign_in_by(talk, like, *login.recipe, *situation);
    }
    if (!signed_in) {
        co_return signed_in.error();
    }
    co_return "signed in again at " + http::to_string(http::origin(request.url)) + " as " +
        situation->user;
}

std::optional<session::LearnedLogin>
Regaining::refusal_of(const http::Origin& origin, const TokenOrder& order, Refused refused) const {
    if (refused == Refused::person && order.person) {
        return refusal_of(origin, *order.person);
    }
    if (refused == Refused::client && order.secret) {
        return refusal_of(origin, {.page = {}, .user = order.client.id, .password = *order.secret});
    }
    return std::nullopt;
}

session::LearnedLogin
Regaining::refusal_of(const http::Origin& origin, const access::LoginSituation& situation) const {
    session::LearnedLogin learned{.origin = origin};
    learned.refused =
        access::refused_login(situation.user, situation.password, base::random_hex(8), line_.now());
    return learned;
}

} // namespace latch::client
