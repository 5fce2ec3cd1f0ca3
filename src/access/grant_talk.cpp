// SPDX-License-Identifier: MIT
#include "latch/access/grant_talk.hpp"

#include "access/json_text.hpp"
#include "access/login_place.hpp"

#include "latch/base/redactor.hpp"
#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
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

bool is_secret(std::string_view field) noexcept {
    constexpr std::array<std::string_view, 5> names{
        "code", "code_verifier", "device_code", "refresh_token", "token"};
    return std::ranges::find(names, field) != names.end();
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
    for (const auto& [name, value] : fields) {
        if (is_secret(name)) {
            request.secrets.emplace_back(value);
        }
    }
    if (secret) {
        request.secrets.push_back(*secret);
        request.secrets.emplace_back(http::form_encode(secret->reveal()));
        auto authorization = authorization_of(client.id, *secret);
        if (!authorization) {
            return authorization.error();
        }
        request.authorization = *std::move(authorization);
        // Behind "Basic ".
        request.secrets.emplace_back(
            std::string(request.authorization->reveal().substr(std::string_view("Basic ").size()))
        );
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

Refusal refusal_in(const http::Hop& hop, std::string_view body, const GrantRequest& request) {
    base::Redactor redactor;
    for (const base::Secret& secret : request.secrets) {
        redactor.learn(secret);
    }
    const json document = json::parse(body, nullptr, false);
    Refusal refusal;
    if (document.is_object()) {
        refusal.code = json_text(document, "error");
        refusal.words = json_text(document, "error_description");
    }
    if (refusal.code.empty()) {
        refusal.words = "the server answers " + std::to_string(hop.response.status);
    } else {
        refusal.words = refusal.code + (refusal.words.empty() ? "" : ": " + refusal.words);
        refusal.words = redactor.redact(refusal.words);
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

/// A number of seconds, in some answers written as text; at most a day.
std::optional<std::chrono::seconds> seconds_of(const json& object, const char* name) {
    constexpr unsigned long long longest = 24ULL * 3600;
    const auto member = object.find(name);
    if (member == object.end()) {
        return std::nullopt;
    }
    const auto seconds = member->is_number_unsigned()
                             ? std::optional(member->get<unsigned long long>())
                             : base::parse_decimal(json_text(object, name));
    return seconds ? std::optional(std::chrono::seconds(std::min(*seconds, longest)))
                   : std::nullopt;
}

bool is_page(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && http::parse_url(url);
}

Visit visit_of(const GrantRequest& request) {
    return {
        .url = request.url,
        .form = request.form,
        .referer = {},
        .kind = VisitKind::grant,
        .authorization = request.authorization};
}

/// The token of an answer (RFC 6749, 5.1), and nothing else that it may hold. Errors
/// (`not_signed_in`): none, or one that is no bearer token.
Result<ReceivedToken> granted_in(const http::Hop& hop, std::string_view body) {
    const json document = json::parse(body, nullptr, false);
    const std::string type = document.is_object() ? json_text(document, "token_type") : "";
    json granted = json::object();
    for (const char* const name : {"access_token", "refresh_token", "expires_in"}) {
        if (document.is_object() && document.contains(name)) {
            granted[name] = document.at(name);
        }
    }
    const Error none(ErrorKind::not_signed_in, "there is no token in the answer");
    if (json_text(granted, "access_token").empty()) {
        return Error(none).because("the answer has no access_token");
    }
    if (!type.empty() && !base::iequals(type, "bearer")) {
        return Error(none).because("the token is no bearer token");
    }
    http::Hop alone;
    alone.request.url = hop.request.url;
    alone.response.status = hop.response.status;
    alone.received = hop.received;
    if (const auto date = hop.response.headers.find("Date")) {
        alone.response.headers.add("Date", std::string(*date));
    }
    return token_in(alone, granted.dump());
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

Visit GrantTalk::begin(std::string_view /*cookies*/) const {
    return visit_of(request_);
}

std::optional<Visit>
GrantTalk::answered(const http::Hop& hop, std::string_view body, std::string_view /*cookies*/) {
    Refusal refusal;
    if (http::is_success(hop.response.status)) {
        auto token = granted_in(hop, body);
        if (token) {
            token_ = *std::move(token);
            verdict_ = LoginVerdict::signed_in;
            return std::nullopt;
        }
        refusal.words = token.error().cause();
    } else {
        refusal = refusal_in(hop, body, request_);
    }
    code_ = refusal.code;
    const bool is_by_client = hop.response.status == 400 || hop.response.status == 401;
    verdict_ =
        is_by_client && code_ == "invalid_grant" ? LoginVerdict::refused : LoginVerdict::failed;
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
    if (!http::is_success(hop.response.status) && !error_) {
        error_ =
            Error(
                ErrorKind::not_signed_in, "the token is not revoked at " + place_of(hop.request.url)
            )
                .because(refusal_in(hop, body, requests_.at(next_ - 1)).words);
    }
    return next_ < requests_.size() ? std::optional(visit()) : std::nullopt;
}

Result<DeviceCode>
read_device_code(const http::Hop& hop, std::string_view body, const GrantRequest& request) {
    const std::string what = "no code for a device from " + place_of(hop.request.url);
    if (!http::is_success(hop.response.status)) {
        const Refusal refusal = refusal_in(hop, body, request);
        return Error(ErrorKind::not_signed_in, what)
            .because(refusal.words)
            .hinting(hint_for(refusal.code));
    }
    const json document = json::parse(body, nullptr, false);
    const json object = document.is_object() ? document : json::object();
    DeviceCode code{
        .device_code = base::Secret(json_text(object, "device_code")),
        .user_code = json_text(object, "user_code"),
        .page = json_text(object, "verification_uri"),
        .whole_page = json_text(object, "verification_uri_complete")};
    if (code.device_code.empty() || code.user_code.empty() || !is_page(code.page)) {
        return Error(ErrorKind::protocol, what)
            .because("the answer has no code, or no page for it");
    }
    if (!is_page(code.whole_page)) {
        code.whole_page.clear();
    }
    code.lifetime = seconds_of(object, "expires_in").value_or(std::chrono::minutes(5));
    code.interval =
        std::max(std::chrono::seconds(1), seconds_of(object, "interval").value_or(code.interval));
    return code;
}

} // namespace latch::access
