// SPDX-License-Identifier: MIT
#include "latch/request/account.hpp"

#include <string>
#include <utility>

namespace latch::request {

namespace {

using access::Account;
using access::Scheme;
using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;

SecretSource literal(Secret secret) {
    return {.kind = SecretSource::Kind::literal, .text = std::move(secret)};
}

const Account* in_session(const AccountSources& sources) {
    const bool has_account = sources.origin != nullptr && sources.origin->auth;
    return has_account ? &sources.origin->auth->account : nullptr;
}

/// The name for whom a secret is, where it is not the server's to know: "bob@" in a question.
std::optional<std::string> user_of(const AccountSources& sources) {
    if (sources.wish.user) {
        return sources.wish.user;
    }
    const auto& info = sources.user_info;
    if (info && (!info->user.empty() || info->password)) {
        return info->user;
    }
    if (const Account* const stored = in_session(sources); stored && sources.wish.secret) {
        return stored->user;
    }
    return std::nullopt;
}

SecretSource secret_for(const std::string& user, const AccountSources& sources) {
    SecretSource secret;
    if (sources.wish.secret) {
        secret = *sources.wish.secret;
    } else if (sources.wish.user) {
        secret.kind = SecretSource::Kind::prompt;
    } else {
        secret = literal(sources.user_info->password.value_or(Secret{}));
    }
    if (secret.kind == SecretSource::Kind::prompt) {
        const std::string whose = user.empty() ? "token for " : "password for " + user + '@';
        secret.text = Secret(whose + sources.url.host);
    }
    return secret;
}

/// Whether a field could hold it, as far as that is known already.
Result<void> check(const Account& account) {
    if (account.secret.kind != SecretSource::Kind::literal && account.scheme == Scheme::bearer) {
        return {};
    }
    const bool is_known = account.secret.kind == SecretSource::Kind::literal;
    const Secret secret = is_known ? account.secret.text : Secret{};
    const auto value =
        account.scheme == Scheme::bearer
            ? access::authorization(access::Bearer{.token = secret})
            : access::authorization(access::Basic{.user = account.user, .password = secret});
    return value ? Result<void>{} : Result<void>(value.error());
}

Error secret_of_nobody() {
    return Error(ErrorKind::usage, "there is a password, but no user whose it is")
        .hinting("name the user as well, or say --auth-type=bearer if it is a token");
}

using Found = Result<std::optional<Account>>;

Found checked(Account account) {
    if (auto good = check(account); !good) {
        return good.error();
    }
    return std::optional(std::move(account));
}

/// An --auth-type alone changes how the session's user signs in.
std::optional<Account> with_scheme(const Account* stored, const std::optional<Scheme>& scheme) {
    if (stored == nullptr || !scheme || stored->scheme == Scheme::bearer ||
        *scheme == Scheme::bearer || stored->scheme == *scheme) {
        return std::nullopt;
    }
    Account changed = *stored;
    changed.scheme = *scheme;
    return changed;
}

/// What the scheme is for a user who is known to the session, if nobody says.
Scheme scheme_of(const AccountSources& sources) {
    const Account* const stored = in_session(sources);
    const bool is_of_session = !sources.wish.user && !sources.user_info && stored != nullptr;
    return sources.wish.scheme.value_or(is_of_session ? stored->scheme : Scheme::basic);
}

} // namespace

Found account_of(const AccountSources& sources) {
    const Scheme scheme = scheme_of(sources);
    if (scheme == Scheme::bearer && sources.wish.secret) {
        return checked({.scheme = scheme, .user = {}, .secret = secret_for("", sources)});
    }
    const auto user = user_of(sources);
    if (user) {
        return checked({.scheme = scheme, .user = *user, .secret = secret_for(*user, sources)});
    }
    if (sources.wish.secret) {
        return secret_of_nobody();
    }
    return with_scheme(in_session(sources), sources.wish.scheme);
}

} // namespace latch::request
