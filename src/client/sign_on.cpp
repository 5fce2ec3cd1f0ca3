// SPDX-License-Identifier: MIT
#include "latch/client/sign_on.hpp"

#include "client/entity_hash.hpp"

#include "latch/base/random.hpp"

#include <algorithm>
#include <utility>

namespace latch::client {

namespace {

using access::Account;
using access::Scheme;
using base::Result;
using base::Secret;

using Found = Result<std::optional<Account>>;

Found account_in_netrc(const http::Url& url, const Identity& identity) {
    if (!identity.netrc) {
        return std::optional<Account>();
    }
    const http::Origin origin = http::origin(url);
    const bool is_asked = origin == identity.asked;
    const bool is_exposed = identity.asked.scheme == http::Scheme::https &&
                            url.scheme == http::Scheme::http &&
                            !http::is_loopback(url.host, url.host_kind);
    if (is_exposed) {
        return std::optional<Account>();
    }
    const bool is_host = url.host_kind != http::HostKind::unix_socket;
    auto entry = identity.netrc(
        url.host, is_asked && is_host ? access::NetrcReach::everybody : access::NetrcReach::named
    );
    if (!entry) {
        return entry.error();
    }
    if (!*entry) {
        return std::optional<Account>();
    }
    return std::optional(Account{
        .scheme = identity.netrc_scheme,
        .user = (*entry)->user,
        .secret = {.kind = access::SecretSource::Kind::literal, .text = (*entry)->password},
    });
}

Result<std::optional<Secret>> unasked(const Account& account, Secret secret) {
    auto value = account.scheme == Scheme::bearer
                     ? access::authorization(access::Bearer{.token = std::move(secret)})
                     : access::authorization(access::Basic{
                           .user = account.user, .password = std::move(secret)});
    if (!value) {
        return value.error();
    }
    return std::optional(*std::move(value));
}

} // namespace

Found account_for(
    const http::Request& request, const Identity& identity, const session::Session& session
) {
    if (http::is_settled(request, "Authorization")) {
        return std::optional<Account>();
    }
    const http::Origin origin = http::origin(request.url);
    if (identity.typed && identity.typed->origin == origin) {
        return std::optional(identity.typed->account);
    }
    const session::OriginState* const state = session.find(origin);
    if (state != nullptr && state->headers.contains("Authorization")) {
        return std::optional<Account>();
    }
    if (state != nullptr && state->auth) {
        return std::optional(state->auth->account);
    }
    return account_in_netrc(request.url, identity);
}

SignOn::SignOn(const Identity& identity, const SecretResolver& secrets)
    : identity_(identity), secrets_(secrets) {
    for (const session::LearnedNonce& nonce : identity.nonces) {
        nonces_.push_back({.of = nonce});
    }
}

Result<std::optional<Secret>>
SignOn::sign(const http::Request& request, const session::Session& session) {
    proof_ = DigestProof::not_in_play;
    const auto account = account_for(request, identity_, session);
    if (!account) {
        return account.error();
    }
    if (!*account) {
        return std::optional<Secret>();
    }
    auto secret = secrets_((*account)->secret);
    if (!secret) {
        return secret.error();
    }
    if ((*account)->scheme == Scheme::digest) {
        return prove({.user = (*account)->user, .password = *std::move(secret)}, request);
    }
    return unasked(**account, *std::move(secret));
}

Result<std::optional<Secret>>
SignOn::prove(const access::Digest& credentials, const http::Request& request) {
    proof_ = DigestProof::none;
    InUse* const used = find(http::origin(request.url));
    if (used == nullptr) {
        return std::optional<Secret>();
    }
    proof_ = used->is_fresh ? DigestProof::fresh_nonce : DigestProof::remembered_nonce;
    access::DigestNonce& nonce = used->of.nonce;
    ++nonce.uses;
    const access::DigestAlgorithm algorithm =
        nonce.challenge.algorithm.value_or(access::DigestAlgorithm{});
    if (nonce.cnonce.empty() || !algorithm.session) {
        nonce.cnonce = base::random_hex(16);
    }
    const std::string target = http::target(request.url);
    access::DigestSubject subject{.method = request.method, .uri = target, .entity = {}};
    if (nonce.challenge.protection == access::Protection::auth_int) {
        auto hash = entity_hash(algorithm.function, request.body);
        if (!hash) {
            return hash.error();
        }
        subject.entity = *std::move(hash);
    }
    auto value = access::digest_authorization(credentials, nonce, subject);
    if (!value) {
        return value.error();
    }
    return std::optional(*std::move(value));
}

void SignOn::learn(const http::Origin& origin, access::DigestChallenge challenge) {
    InUse fresh{
        .of =
            {.origin = origin,
             .nonce = {.challenge = std::move(challenge), .uses = 0, .cnonce = {}}},
        .is_fresh = true,
    };
    if (InUse* const known = find(origin)) {
        *known = std::move(fresh);
    } else {
        nonces_.push_back(std::move(fresh));
    }
}

void SignOn::accepted(const http::Origin& origin, const http::Headers& response) {
    InUse* const used = find(origin);
    if (used == nullptr || proof_ == DigestProof::not_in_play || proof_ == DigestProof::none) {
        return;
    }
    used->is_accepted = true;
    // The answer to the next request will be no challenge of its own.
    used->is_fresh = false;
    auto next = access::next_nonce(response);
    if (next && *next != used->of.nonce.challenge.nonce) {
        used->of.nonce.challenge.nonce = *std::move(next);
        used->of.nonce.uses = 0;
        used->of.nonce.cnonce.clear();
    }
}

std::vector<session::LearnedNonce> SignOn::nonces() const {
    std::vector<session::LearnedNonce> accepted;
    for (const InUse& used : nonces_) {
        if (used.is_accepted) {
            accepted.push_back(used.of);
        }
    }
    return accepted;
}

SignOn::InUse* SignOn::find(const http::Origin& origin) noexcept {
    const auto found =
        std::ranges::find_if(nonces_, [&](const InUse& used) { return used.of.origin == origin; });
    return found == nonces_.end() ? nullptr : &*found;
}

} // namespace latch::client
