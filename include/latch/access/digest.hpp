// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/challenge.hpp"
#include "latch/access/credentials.hpp"
#include "latch/base/error.hpp"
#include "latch/base/hash.hpp"
#include "latch/http/headers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Digest authentication (RFC 7616, and RFC 2069 for servers without qop): what to answer to a
/// challenge. Pure: the client's nonce is an argument.
namespace latch::access {

/// A hash function, and whether the key is bound to the nonce (the "-sess" variants).
struct DigestAlgorithm {
    base::HashFunction function = base::HashFunction::md5;
    bool session = false;

    bool operator==(const DigestAlgorithm&) const = default;
};

/// "SHA-256-sess".
std::string_view to_string(DigestAlgorithm algorithm) noexcept;
/// Nothing for one that is not supported. Case does not count.
std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name) noexcept;

/// What an answer protects.
enum class Protection {
    plain, ///< no qop: RFC 2069
    auth,
    auth_int, ///< the body, too
};

/// A challenge that can be answered.
struct DigestChallenge {
    std::string realm{};
    std::string nonce{};
    std::optional<std::string> opaque{};
    std::optional<DigestAlgorithm> algorithm{}; ///< nothing: not named, which means MD5
    Protection protection = Protection::plain;
    bool stale = false; ///< the nonce was too old; user and password may be right

    bool operator==(const DigestChallenge&) const = default;
};

/// The strongest Digest challenge that can be answered: by its hash, then by its place. "auth" is
/// preferred to "auth-int", as everywhere, because it does not need the body before the head.
std::optional<DigestChallenge> choose_digest(const std::vector<Challenge>& challenges);

/// A challenge in use: one of these goes through all requests of a nonce, from run to run.
struct DigestNonce {
    DigestChallenge challenge;
    std::uint32_t uses = 0; ///< the nonce count of the last request
    std::string cnonce;     ///< of the first request; the -sess variants keep to it

    bool operator==(const DigestNonce&) const = default;
};

/// The request that is to be signed.
struct DigestSubject {
    std::string_view method;
    std::string_view uri;              ///< the request target as sent, the query too
    std::optional<std::string> entity; ///< hash of the body by the challenge's function; `auth_int`
};

/// The Authorization value for request number `nonce.uses` of the nonce, which is 1 or more.
/// Errors: `usage` for credentials that no field can hold.
base::Result<base::Secret> digest_authorization(
    const Digest& credentials, const DigestNonce& nonce, const DigestSubject& subject
);

/// The nonce that the server wants for the next request (Authentication-Info; RFC 7616, 3.5).
std::optional<std::string> next_nonce(const http::Headers& response);

} // namespace latch::access
