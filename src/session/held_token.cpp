// SPDX-License-Identifier: MIT
#include "latch/session/held_token.hpp"

#include "latch/access/jwt.hpp"
#include "latch/access/token_answer.hpp"
#include "latch/base/text.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace latch::session {

namespace {

access::SecretSource literal(std::string_view text) {
    return {.kind = access::SecretSource::Kind::literal, .text = base::Secret(std::string(text))};
}

std::optional<HeldToken> in_headers(const OriginState& state) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view authorization = state.headers.find("Authorization").value_or("");
    if (base::istarts_with(authorization, scheme)) {
        return HeldToken{
            .origin = state.origin,
            .secret = literal(base::trim(authorization.substr(scheme.size()))),
            .expires = std::nullopt};
    }
    if (const auto other = state.headers.find("X-Auth-Token"); other && !other->empty()) {
        return HeldToken{
            .origin = state.origin, .secret = literal(*other), .expires = std::nullopt};
    }
    return std::nullopt;
}

std::optional<HeldToken> in_cookies(const Session& session, const http::Origin& origin) {
    const auto url = http::parse_url(http::to_string(origin));
    if (!url) {
        return std::nullopt;
    }
    for (const http::Cookie* const cookie : session.cookies.of_host(url->url)) {
        if (access::is_token_cookie(cookie->name)) {
            return HeldToken{
                .origin = origin, .secret = literal(cookie->value), .expires = cookie->expires};
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<HeldToken> held_token(const Session& session, const http::Origin& origin) {
    const OriginState* const state = session.find(origin);
    if (state != nullptr && state->auth && state->auth->account.scheme == access::Scheme::bearer) {
        return HeldToken{
            .origin = origin,
            .secret = state->auth->account.secret,
            .expires = state->auth->expires,
            .lifetime = state->auth->lifetime};
    }
    auto found = state == nullptr ? std::nullopt : in_headers(*state);
    return found ? std::move(found) : in_cookies(session, origin);
}

access::TokenLife life_of(const HeldToken& token) {
    access::TokenLife life{.ends = token.expires, .lifetime = token.lifetime};
    if (token.secret.kind != access::SecretSource::Kind::literal) {
        return life;
    }
    const auto jwt = access::read_jwt(token.secret.text.reveal());
    if (!jwt) {
        return life;
    }
    if (!life.ends) {
        life.ends = jwt->expires;
    }
    if (jwt->issued && jwt->expires && *jwt->issued < *jwt->expires) {
        life.lifetime = *jwt->expires - *jwt->issued;
    }
    return life;
}

std::vector<HeldToken> held_tokens(const Session& session) {
    std::vector<HeldToken> tokens;
    for (const OriginState& state : session.origins) {
        if (auto token = held_token(session, state.origin)) {
            tokens.push_back(*std::move(token));
        }
    }
    return tokens;
}

} // namespace latch::session
