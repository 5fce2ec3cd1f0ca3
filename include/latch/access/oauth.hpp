// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::access {

/// How a client gets its first token (RFC 6749, 4; RFC 8628).
enum class Grant : std::uint8_t { client_credentials, authorization_code, device_code };

/// "client_credentials", "authorization_code" or "device_code".
std::string_view to_string(Grant grant) noexcept;

/// The grant of that name.
std::optional<Grant> grant_of(std::string_view name);

/// What an authorization server is asked for where, as URLs (RFC 8414, 2); empty: nowhere.
struct OAuthServer {
    std::string token;
    std::string authorize{};
    std::string device{};
    std::string revoke{};
    /// What its answers to the browser name it by (RFC 9207); empty: they need not.
    std::string issuer{};

    bool operator==(const OAuthServer&) const = default;
};

/// Who asks an authorization server for tokens, and how.
struct OAuthClient {
    Grant grant = Grant::authorization_code;
    std::string id;
    std::optional<SecretSource> secret{}; ///< nothing: a public client
    std::string scope{};                  ///< blanks between them; empty: what the server gives
    OAuthServer server;

    bool operator==(const OAuthClient&) const = default;
};

/// Where an issuer may tell what it offers (RFC 8414, 3; OpenID Connect Discovery, 4), the
/// likeliest first.
std::vector<http::Url> metadata_places(const http::Url& issuer);

/// The endpoints of such a document. Errors (`protocol`): no JSON, the document of another issuer,
/// no token endpoint, and endpoints that are no URLs or give up the TLS of the issuer.
base::Result<OAuthServer> read_metadata(std::string_view body, const http::Url& issuer);

/// The first issuer that a protected resource names in its metadata (RFC 9728, 2). Errors as above.
base::Result<http::Url> read_resource_metadata(std::string_view body, const http::Url& resource);

/// A secret of one authorization, and what shows that somebody has it (RFC 7636).
struct ProofKey {
    base::Secret verifier;
    std::string challenge; ///< its SHA-256
};

/// Of 32 random octets.
ProofKey proof_key(std::string_view octets);

/// The page where a person lets a client in (RFC 6749, 4.1.1). Errors: `protocol` if the server has
/// none.
base::Result<http::Url> authorization_url(
    const OAuthClient& client,
    const std::string& redirect_uri,
    const std::string& state,
    const ProofKey& key
);

/// The code of the URL that the server has sent the browser back to. Errors (`not_signed_in`): it
/// says no, the state is another than was asked with, or `issuer` is not empty and it names another
/// or none (RFC 9207, 2.4).
base::Result<base::Secret>
code_in(const http::Url& callback, const std::string& state, const std::string& issuer);

} // namespace latch::access
