// SPDX-License-Identifier: MIT
#include "latch/session/learned_login.hpp"

#include <string>
#include <utility>

namespace latch::session {

namespace {

bool gives_token(const std::optional<access::LoginRecipe>& recipe) noexcept {
    return recipe && recipe->gives_token();
}

/// Whether what later requests are signed with came with the recipe that is known.
bool is_by_token(const OriginState& state) noexcept {
    return state.login && gives_token(state.login->recipe);
}

/// What a login for a token has left; the way to the next one stays.
bool forget_token(OriginState& state) {
    if (!is_by_token(state)) {
        return false;
    }
    const bool had_header = state.headers.remove("X-Auth-Token");
    return std::exchange(state.auth, std::nullopt).has_value() || had_header;
}

/// A login that worked takes the place of what requests were signed with by the one before.
bool apply_tokens(const LearnedLogin& learned, OriginState& state) {
    bool changed = false;
    const bool replaces = gives_token(learned.recipe) || (learned.recipe && is_by_token(state));
    if (learned.auth || replaces) {
        changed = std::exchange(state.auth, learned.auth) != learned.auth;
        changed |= state.headers.remove("Authorization");
    }
    http::Headers headers = state.headers;
    for (const http::Header& header : learned.headers) {
        headers.set(header.name, header.value);
    }
    return (std::exchange(state.headers, headers) != headers) || changed;
}

/// What is not known of a recipe belongs to that recipe, whoever wrote it.
bool apply_login(const LearnedLogin& learned, OriginState& state) {
    const bool changes_tokens =
        learned.signed_out ? forget_token(state) : apply_tokens(learned, state);
    StoredLogin next = state.login.value_or(StoredLogin{});
    if (learned.recipe) {
        next.unknown = next.recipe ? std::move(next.unknown) : UnknownMembers{};
        next.recipe = learned.recipe;
    }
    next.refused = learned.refused;
    next.signed_out = learned.signed_out;
    std::optional<StoredLogin> kept;
    if (next != StoredLogin{}) {
        kept = std::move(next);
    }
    return (std::exchange(state.login, kept) != kept) || changes_tokens;
}

} // namespace

LearnedLogin
signed_in_by(http::Origin origin, access::LoginRecipe recipe, const access::ReceivedToken& token) {
    LearnedLogin learned{.origin = std::move(origin)};
    if (recipe.kind == access::LoginKind::json && !token.refresh_name.empty()) {
        recipe.names.refresh = token.refresh_name;
    }
    learned.recipe = std::move(recipe);
    if (token.carrier == access::TokenCarrier::header) {
        learned.headers.add("X-Auth-Token", std::string(token.token.reveal()));
    }
    if (token.carrier == access::TokenCarrier::bearer) {
        learned.auth = StoredAuth{
            .account =
                {.scheme = access::Scheme::bearer,
                 .user = {},
                 .secret = {.kind = access::SecretSource::Kind::literal, .text = token.token}},
            .unknown = {},
            .expires = token.expires,
            .lifetime = token.lifetime,
            .refresh = token.refresh};
    }
    return learned;
}

bool learn(const LearnedLogin& learned, Session& session) {
    return apply_login(learned, session.at(learned.origin));
}

} // namespace latch::session
