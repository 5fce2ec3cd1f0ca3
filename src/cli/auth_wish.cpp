// SPDX-License-Identifier: MIT
#include "cli/auth_wish.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <utility>

namespace latch::cli {

namespace {

using access::Scheme;
using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;
using request::AuthWish;

Error usage(std::string what) {
    return {ErrorKind::usage, std::move(what)};
}

SecretSource literal(const Secret& secret) {
    return {.kind = SecretSource::Kind::literal, .text = secret};
}

Result<AuthWish> bearer(const Secret& token) {
    if (token.empty()) {
        return usage("the bearer token is empty");
    }
    return AuthWish{.scheme = Scheme::bearer, .user = {}, .secret = literal(token)};
}

Result<AuthWish> by_bearer(const Draft& draft, const AuthNames& names) {
    if (draft.auth_type && *draft.auth_type != Scheme::bearer) {
        return usage(
            std::string(names.bearer) + " and --auth-type=" +
            std::string(access::to_string(*draft.auth_type)) + " contradict each other"
        );
    }
    if (draft.auth_from) {
        return usage(std::string(names.bearer) + " and --auth-from are two tokens")
            .hinting("leave one away");
    }
    return bearer(*draft.bearer);
}

/// As it is typed: "--auth USER", "auth=USER".
std::string written(std::string_view name, std::string_view value) {
    return std::string(name) + (name.ends_with('=') ? "" : " ") + std::string(value);
}

/// USER, USER:PASSWORD, or the token of --auth-type=bearer.
Result<AuthWish> by_auth(const Draft& draft, const AuthNames& names) {
    const std::string_view typed = draft.auth->reveal();
    const bool is_token = draft.auth_type == Scheme::bearer;
    const auto halves = base::split_once(typed, ':');
    if (draft.auth_from && (is_token || halves)) {
        return usage(
                   std::string(names.auth) + (is_token
                                                  ? " and --auth-from are two tokens"
                                                  : " holds a password, and --auth-from is another")
        )
            .hinting("leave one away");
    }
    if (is_token) {
        return bearer(*draft.auth);
    }
    if (typed.empty()) {
        return usage(std::string(names.auth) + ": the value is empty")
            .hinting("write " + written(names.auth, "USER") + " or USER:PASSWORD");
    }
    AuthWish wish{.scheme = draft.auth_type, .user = std::string(typed), .secret = draft.auth_from};
    if (halves) {
        wish.user = std::string(halves->first);
        wish.secret = literal(Secret(std::string(halves->second)));
    }
    return wish;
}

Result<AuthWish> as_typed(const Draft& draft, const AuthNames& names) {
    if (draft.bearer) {
        return by_bearer(draft, names);
    }
    if (draft.auth) {
        return by_auth(draft, names);
    }
    if (draft.auth_type == Scheme::bearer && !draft.auth_from) {
        return usage("--auth-type=bearer needs a token")
            .hinting("write " + written(names.bearer, "TOKEN"));
    }
    return AuthWish{.scheme = draft.auth_type, .user = {}, .secret = draft.auth_from};
}

} // namespace

Result<AuthWish>
auth_wish(const Draft& draft, const base::Environment& environment, const AuthNames& names) {
    auto wish = as_typed(draft, names);
    if (wish && wish->secret) {
        wish->secret = anchored(*std::move(wish->secret), environment);
    }
    return wish;
}

SecretSource anchored(SecretSource source, const base::Environment& environment) {
    if (source.kind == SecretSource::Kind::file) {
        const auto path = environment.resolve(source.text.reveal());
        source.text = Secret(path.lexically_normal().string());
    }
    return source;
}

bool reads_standard_input(const AuthWish& wish) noexcept {
    return wish.secret && wish.secret->kind == SecretSource::Kind::descriptor &&
           base::parse_decimal(wish.secret->text.reveal()) == 0U;
}

} // namespace latch::cli
