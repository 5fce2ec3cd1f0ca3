// SPDX-License-Identifier: MIT
#include "latch/access/grant_talk.hpp"

#include "access/login_place.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using nlohmann::json;

std::string shown(const base::Secret& secret) {
    return std::string(secret.reveal());
}

/// Basic, name and secret being form-encoded first (RFC 6749, 2.3.1).
Result<base::Secret> authorization_of(const std::string& id, const base::Secret& secret) {
    return authorization(Basic{
        .user = http::form_encode(id), .password = base::Secret(http::form_encode(secret.reveal()))}
    );
}

/// A request of a client that proves itself if it has a secret, and else says its name.
Result<GrantRequest> request_for(
    const OAuthClient& client,
    const ClientSecret& secret,
    const std::string& endpoint,
    std::vector<FormField> fields
) {
    auto parsed = http::parse_url(endpoint);
    if (endpoint.empty() || !parsed) {
        return Error(ErrorKind::protocol, "the authorization server has no endpoint for that");
    }
    GrantRequest request{.url = std::move(parsed->url), .form = {}};
    if (secret) {
        auto authorization = authorization_of(client.id, *secret);
        if (!authorization) {
            return authorization.error();
        }
        request.authorization = *std::move(authorization);
    } else {
        fields.emplace_back("client_id", client.id);
    }
    request.form = form_body(fields);
    return request;
}

std::vector<FormField> with_scope(const OAuthClient& client, std::vector<FormField> fields) {
    if (!client.scope.empty()) {
        fields.emplace_back("scope", client.scope);
    }
    return fields;
}

/// The code and the words of a refusal (RFC 6749, 5.2).
struct Refusal {
    std::string code;
    std::string words;
};

std::string text_of(const json& object, const char* name) {
    const auto member = object.find(name);
    return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

Refusal refusal_in(const http::Hop& hop, std::string_view body) {
    const json document = json::parse(body, nullptr, false);
    Refusal refusal;
    if (document.is_object()) {
        refusal.code = text_of(document, "error");
        refusal.words = text_of(document, "error_description");
    }
    if (refusal.code.empty()) {
        refusal.words = "the server answers " + std::to_string(hop.response.status);
    } else {
        refusal.words = refusal.code + (refusal.words.empty() ? "" : ": " + refusal.words);
    }
    return refusal;
}

std::string hint_for(const std::string& code) {
    if (code == "invalid_client" || code == "unauthorized_client") {
        return "look at --client-id, --client-secret-from and --grant";
    }
    if (code == "invalid_scope") {
        return "look at --scope";
    }
    return code == "invalid_grant" ? "latch login @SESSION begins anew" : "";
}

/// A number of seconds; some write it as text.
std::optional<std::chrono::seconds> seconds_of(const json& object, const char* name) {
    constexpr std::uint64_t longest = 366ULL * 24 * 3600;
    const auto member = object.find(name);
    return member != object.end() && member->is_number_unsigned()
               ? std::optional(std::chrono::seconds(std::min(member->get<std::uint64_t>(), longest))
                 )
               : std::nullopt;
}

Visit visit_of(const GrantRequest& request) {
    return {
        .url = request.url,
        .form = request.form,
        .referer = {},
        .kind = VisitKind::grant,
        .authorization = request.authorization};
}

bool is_success(const http::Hop& hop) {
    return hop.response.status >= 200 && hop.response.status < 300;
}

} // namespace

Result<GrantRequest> client_request(const OAuthClient& client, const ClientSecret& secret) {
    return request_for(
        client,
        secret,
        client.server.token,
        with_scope(client, {{"grant_type", "client_credentials"}})
    );
}

Result<GrantRequest>
code_request(const OAuthClient& client, const ClientSecret& secret, const CodeGrant& grant) {
    return request_for(
        client,
        secret,
        client.server.token,
        {{"grant_type", "authorization_code"},
         {"code", shown(grant.code)},
         {"redirect_uri", grant.redirect_uri},
         {"code_verifier", shown(grant.verifier)}}
    );
}

Result<GrantRequest> refresh_request(
    const OAuthClient& client, const ClientSecret& secret, const base::Secret& refresh
) {
    return request_for(
        client,
        secret,
        client.server.token,
        {{"grant_type", "refresh_token"}, {"refresh_token", shown(refresh)}}
    );
}

Result<GrantRequest> device_request(const OAuthClient& client, const ClientSecret& secret) {
    return request_for(client, secret, client.server.device, with_scope(client, {}));
}

Result<GrantRequest> device_token_request(
    const OAuthClient& client, const ClientSecret& secret, const base::Secret& device_code
) {
    return request_for(
        client,
        secret,
        client.server.token,
        {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
         {"device_code", shown(device_code)}}
    );
}

Result<GrantRequest> revocation_request(
    const OAuthClient& client, const ClientSecret& secret, const base::Secret& token
) {
    return request_for(client, secret, client.server.revoke, {{"token", shown(token)}});
}

Visit GrantTalk::begin(std::string_view /*cookies*/) {
    return visit_of(request_);
}

std::optional<Visit>
GrantTalk::answered(const http::Hop& hop, std::string_view body, std::string_view /*cookies*/) {
    if (is_success(hop)) {
        auto token = token_in(hop, body);
        if (token && token->carrier == TokenCarrier::bearer) {
            token_ = *std::move(token);
            verdict_ = LoginVerdict::signed_in;
            return std::nullopt;
        }
    }
    const Refusal refusal = refusal_in(hop, body);
    code_ = refusal.code;
    verdict_ = code_.empty() ? LoginVerdict::failed : LoginVerdict::refused;
    error_ = Error(ErrorKind::not_signed_in, "no token from " + place_of(request_.url))
                 .because(refusal.words)
                 .hinting(hint_for(refusal.code));
    return std::nullopt;
}

Visit RevocationTalk::visit() {
    return visit_of(requests_.at(next_++));
}

Visit RevocationTalk::begin(std::string_view /*cookies*/) {
    return visit();
}

std::optional<Visit> RevocationTalk::answered(
    const http::Hop& hop, std::string_view body, std::string_view /*cookies*/
) {
    if (!is_success(hop) && !error_) {
        error_ =
            Error(
                ErrorKind::not_signed_in, "the token is not revoked at " + place_of(hop.request.url)
            )
                .because(refusal_in(hop, body).words);
    }
    return next_ < requests_.size() ? std::optional(visit()) : std::nullopt;
}

Result<DeviceCode> read_device_code(const http::Hop& hop, std::string_view body) {
    const std::string what = "no code for a device from " + place_of(hop.request.url);
    if (!is_success(hop)) {
        const Refusal refusal = refusal_in(hop, body);
        return Error(ErrorKind::not_signed_in, what)
            .because(refusal.words)
            .hinting(hint_for(refusal.code));
    }
    const json document = json::parse(body, nullptr, false);
    const json object = document.is_object() ? document : json::object();
    DeviceCode code{
        .device_code = base::Secret(text_of(object, "device_code")),
        .user_code = text_of(object, "user_code"),
        .page = text_of(object, "verification_uri"),
        .whole_page = text_of(object, "verification_uri_complete")};
    if (code.device_code.empty() || code.user_code.empty() || !http::parse_url(code.page)) {
        return Error(ErrorKind::protocol, what)
            .because("the answer has no code, or no page for it");
    }
    code.lifetime = seconds_of(object, "expires_in").value_or(std::chrono::minutes(5));
    code.interval =
        std::max(std::chrono::seconds(1), seconds_of(object, "interval").value_or(code.interval));
    return code;
}

} // namespace latch::access
