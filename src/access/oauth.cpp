// SPDX-License-Identifier: MIT
#include "latch/access/oauth.hpp"

#include "access/json_text.hpp"

#include "latch/base/base64url.hpp"
#include "latch/base/hash.hpp"
#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using http::Url;
using nlohmann::json;

constexpr std::array<Grant, 3> grants{
    Grant::client_credentials, Grant::authorization_code, Grant::device_code};

Error malformed(const std::string& cause) {
    return Error(ErrorKind::protocol, "what the authorization server says of itself is no use")
        .because(cause);
}

/// A path without the slash at its end; empty for that of an origin.
std::string bare(std::string path) {
    while (path.ends_with('/')) {
        path.pop_back();
    }
    return path;
}

bool is_same_issuer(const std::string& said, const Url& issuer) {
    const auto parsed = http::parse_url(said);
    return parsed && http::origin(parsed->url) == http::origin(issuer) &&
           bare(parsed->url.path) == bare(issuer.path);
}

bool is_endpoint_of(const std::string& text, const Url& issuer) {
    const auto parsed = http::parse_url(text);
    return parsed && text.find("://") != std::string::npos &&
           (parsed->url.scheme == http::Scheme::https || issuer.scheme == http::Scheme::http);
}

/// Whether a resource is the one that is asked for, or a folder above it (RFC 9728, 3.3).
bool is_about(const std::string& said, const Url& resource) {
    const auto parsed = http::parse_url(said);
    if (!parsed || http::origin(parsed->url) != http::origin(resource)) {
        return false;
    }
    const std::string folder = bare(parsed->url.path);
    return resource.path == folder || resource.path.starts_with(folder + '/');
}

/// The value of a parameter of a query, decoded; empty if there is none.
std::string parameter(const Url& url, std::string_view name) {
    for (const std::string_view pair : base::split(url.query, '&')) {
        const auto halves = base::split_once(pair, '=');
        if (halves && halves->first == name) {
            std::string value(halves->second);
            std::ranges::replace(value, '+', ' ');
            return http::percent_decode(value);
        }
    }
    return {};
}

} // namespace

std::string_view to_string(Grant grant) noexcept {
    switch (grant) {
    case Grant::client_credentials:
        return "client_credentials";
    case Grant::device_code:
        return "device_code";
    case Grant::authorization_code:
        break;
    }
    return "authorization_code";
}

std::optional<Grant> grant_of(std::string_view name) {
    for (const Grant grant : grants) {
        if (name == to_string(grant)) {
            return grant;
        }
    }
    return std::nullopt;
}

std::vector<Url> metadata_places(const Url& issuer) {
    const std::string path = bare(issuer.path);
    const std::string openid = "/.well-known/openid-configuration";
    std::vector<std::string> paths{path + openid, "/.well-known/oauth-authorization-server" + path};
    if (!path.empty()) {
        paths.push_back(openid + path);
    }
    std::vector<Url> places;
    for (std::string& each : paths) {
        Url url = http::without_query(issuer);
        url.path = std::move(each);
        places.push_back(std::move(url));
    }
    return places;
}

Result<OAuthServer> read_metadata(std::string_view body, const Url& issuer) {
    const json document = json::parse(body, nullptr, false);
    if (!document.is_object()) {
        return malformed("it is no JSON object");
    }
    if (!is_same_issuer(json_text(document, "issuer"), issuer)) {
        return malformed("it names another issuer than " + http::to_string(issuer));
    }
    OAuthServer server;
    server.token = json_text(document, "token_endpoint");
    server.authorize = json_text(document, "authorization_endpoint");
    server.device = json_text(document, "device_authorization_endpoint");
    server.revoke = json_text(document, "revocation_endpoint");
    const auto names_itself = document.find("authorization_response_iss_parameter_supported");
    if (names_itself != document.end() && *names_itself == true) {
        server.issuer = json_text(document, "issuer");
    }
    if (server.token.empty()) {
        return malformed("it has no token_endpoint");
    }
    for (const std::string& url : {server.token, server.authorize, server.device, server.revoke}) {
        if (!url.empty() && !is_endpoint_of(url, issuer)) {
            return malformed("an endpoint is no URL, or gives up the TLS of the issuer");
        }
    }
    return server;
}

Result<Url> read_resource_metadata(std::string_view body, const Url& resource) {
    const json document = json::parse(body, nullptr, false);
    const json servers =
        document.is_object() ? document.value("authorization_servers", json()) : json();
    if (!servers.is_array() || servers.empty() || !servers.front().is_string()) {
        return malformed("it names no authorization server");
    }
    if (!is_about(json_text(document, "resource"), resource)) {
        return malformed("it is about another resource");
    }
    const std::string issuer = servers.front().get<std::string>();
    const auto parsed = http::parse_url(issuer);
    if (!is_endpoint_of(issuer, resource) || !parsed) {
        return malformed("the authorization server that it names is no URL, or gives up TLS");
    }
    return parsed->url;
}

ProofKey proof_key(std::string_view octets) {
    std::string verifier = base::base64url_encode(octets);
    base::Hash hash(base::HashFunction::sha256);
    hash.update(verifier);
    std::string challenge = base::base64url_encode(hash.octets());
    return {.verifier = base::Secret(std::move(verifier)), .challenge = std::move(challenge)};
}

Result<Url> authorization_url(
    const OAuthClient& client,
    const std::string& redirect_uri,
    const std::string& state,
    const ProofKey& key
) {
    const auto parsed = http::parse_url(client.server.authorize);
    if (client.server.authorize.empty() || !parsed) {
        return Error(ErrorKind::protocol, "there is no page to let a client in")
            .because("the authorization server names no authorization endpoint")
            .hinting("--grant=device_code or --authorize-url may help");
    }
    Url url = parsed->url;
    http::append_query(url, "response_type", "code");
    http::append_query(url, "client_id", client.id);
    http::append_query(url, "redirect_uri", redirect_uri);
    if (!client.scope.empty()) {
        http::append_query(url, "scope", client.scope);
    }
    http::append_query(url, "state", state);
    http::append_query(url, "code_challenge", key.challenge);
    http::append_query(url, "code_challenge_method", "S256");
    return url;
}

Result<base::Secret>
code_in(const Url& callback, const std::string& state, const std::string& issuer) {
    const Error refusal(ErrorKind::not_signed_in, "the authorization server let nobody in");
    if (parameter(callback, "state") != state) {
        return Error(refusal).because("its answer belongs to another login");
    }
    if (!issuer.empty() && parameter(callback, "iss") != issuer) {
        return Error(refusal).because("the answer does not come from " + issuer);
    }
    const std::string error = parameter(callback, "error");
    const std::string description = parameter(callback, "error_description");
    if (!error.empty()) {
        return Error(refusal).because(error + (description.empty() ? "" : ": " + description));
    }
    std::string code = parameter(callback, "code");
    if (code.empty()) {
        return Error(refusal).because("its answer has no code");
    }
    return base::Secret(std::move(code));
}

} // namespace latch::access
