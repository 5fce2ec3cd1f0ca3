// SPDX-License-Identifier: MIT
#include "latch/access/token_answer.hpp"

#include "latch/access/jwt.hpp"
#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace latch::access {

namespace {

using base::Clock;
using base::Error;
using base::ErrorKind;
using base::Secret;
using http::Hop;
using nlohmann::json;
using Found = std::optional<ReceivedToken>;

constexpr std::array<const char*, 5> token_names{
    "token", "accessToken", "access_token", "jwt", "id_token"};
constexpr std::array<const char*, 2> refresh_names{"refreshToken", "refresh_token"};
constexpr std::array<const char*, 2> envelopes{"data", "response"};
constexpr std::array<std::string_view, 3> cookie_names{"jwt", "accessToken", "access_token"};

/// What may stand in a header behind "Bearer ".
bool is_token_text(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

/// Some answers say "Bearer …", as the header will.
std::string_view without_scheme(std::string_view text) noexcept {
    constexpr std::string_view scheme = "Bearer ";
    text = base::trim(text);
    return base::istarts_with(text, scheme) ? base::trim(text.substr(scheme.size())) : text;
}

/// The token of a member; empty if it holds none.
std::string text_of(const json& object, const char* name) {
    const auto member = object.find(name);
    if (member == object.end() || !member->is_string()) {
        return {};
    }
    const std::string text = member->get<std::string>();
    const std::string_view token = without_scheme(text);
    return is_token_text(token) ? std::string(token) : "";
}

Found in_object(const json& object, const std::string& path) {
    if (!object.is_object() || object.contains("headerName")) {
        return std::nullopt;
    }
    for (const char* const name : token_names) {
        std::string token = text_of(object, name);
        if (!token.empty()) {
            return ReceivedToken{.token = Secret(std::move(token)), .place = path + name};
        }
    }
    return std::nullopt;
}

void add_refresh(ReceivedToken& received, const json& object) {
    for (const char* const name : refresh_names) {
        std::string token = text_of(object, name);
        if (!token.empty() && received.refresh.empty()) {
            received.refresh = Secret(std::move(token));
            received.refresh_name = name;
        }
    }
}

/// RFC 6749, 5.1, where it is a number; some write it as text.
std::optional<std::chrono::seconds> lifetime_in(const json& object) {
    constexpr unsigned long long longest = 10ULL * 366 * 24 * 3600;
    const auto member = object.find("expires_in");
    if (member == object.end()) {
        return std::nullopt;
    }
    const auto seconds = member->is_number_unsigned()
                             ? std::optional(member->get<unsigned long long>())
                         : member->is_string() ? base::parse_decimal(member->get<std::string>())
                                               : std::nullopt;
    return seconds ? std::optional(std::chrono::seconds(std::min(*seconds, longest)))
                   : std::nullopt;
}

/// A token of JSON, and what is said of it beside it.
Found in_json(const json& object, Clock::time_point received) {
    if (!object.is_object()) {
        return std::nullopt;
    }
    const json* holder = &object;
    Found found = in_object(object, "");
    for (const char* const envelope : envelopes) {
        if (!found && object.contains(envelope)) {
            holder = &object.at(envelope);
            found = in_object(*holder, std::string(envelope) + '.');
        }
    }
    if (found) {
        add_refresh(*found, *holder);
        found->lifetime = lifetime_in(*holder);
        found->expires =
            found->lifetime ? std::optional(received + *found->lifetime) : std::nullopt;
    }
    return found;
}

Found in_head(const http::Headers& headers) {
    const std::string_view authorization = headers.find("Authorization").value_or("");
    const std::string_view bearer = without_scheme(authorization);
    if (bearer.size() < base::trim(authorization).size() && is_token_text(bearer)) {
        return ReceivedToken{
            .token = Secret(std::string(bearer)), .place = "the header Authorization"};
    }
    const std::string_view other = without_scheme(headers.find("X-Auth-Token").value_or(""));
    if (!is_token_text(other)) {
        return std::nullopt;
    }
    return ReceivedToken{
        .token = Secret(std::string(other)),
        .carrier = is_jwt(other) ? TokenCarrier::bearer : TokenCarrier::header,
        .place = "the header X-Auth-Token"};
}

Found in_cookies(const Hop& hop) {
    for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
        const auto cookie = http::parse_set_cookie(line, hop.received);
        const bool is_living = cookie && !cookie->value.empty() &&
                               (!cookie->expires || *cookie->expires > hop.received);
        if (is_living && is_token_cookie(cookie->name)) {
            return ReceivedToken{
                .token = Secret(cookie->value),
                .carrier = TokenCarrier::cookie,
                .place = "the cookie " + cookie->name};
        }
    }
    return std::nullopt;
}

/// A token alone, as text or as a JSON string. Only what is known to be a token is taken for one:
/// "ok" is an answer as well.
Found in_text(std::string_view body, const json& document) {
    const std::string text = document.is_string() ? document.get<std::string>() : std::string(body);
    std::string_view token = base::trim(text);
    while (token.ends_with('\n') || token.ends_with('\r')) {
        token.remove_suffix(1);
    }
    token = without_scheme(token);
    return is_jwt(token) ? Found({.token = Secret(std::string(token)), .place = "the body"})
                         : std::nullopt;
}

/// How far the server's clock is ahead of ours; what is less than a few seconds is the way here.
std::chrono::seconds skew_of(const Hop& hop) {
    constexpr std::chrono::seconds worth_mentioning(5);
    const auto date = http::parse_cookie_date(hop.response.headers.find("Date").value_or(""));
    if (!date) {
        return std::chrono::seconds::zero();
    }
    const auto skew = std::chrono::floor<std::chrono::seconds>(*date - hop.received);
    return std::chrono::abs(skew) < worth_mentioning ? std::chrono::seconds::zero() : skew;
}

std::optional<Clock::time_point> end_of(const ReceivedToken& received, const Hop& hop) {
    const auto jwt = read_jwt(received.token.reveal());
    if (!jwt || !jwt->expires) {
        return received.expires;
    }
    // Both ends of the clock are further away than any skew moves them.
    constexpr std::chrono::hours margin(24 * 366);
    const bool can_move = *jwt->expires > Clock::time_point::min() + margin &&
                          *jwt->expires < Clock::time_point::max() - margin;
    return can_move
               ? *jwt->expires - std::clamp<std::chrono::seconds>(skew_of(hop), -margin, margin)
               : *jwt->expires;
}

Error without_token(std::string cause) {
    return Error(ErrorKind::not_signed_in, "there is no token in the answer")
        .because(std::move(cause));
}

} // namespace

bool is_token_cookie(std::string_view name) noexcept {
    return std::ranges::find(cookie_names, name) != cookie_names.end();
}

base::Result<ReceivedToken> token_in(const Hop& hop, std::string_view body) {
    const json document = json::parse(body, nullptr, false);
    Found found = in_json(document, hop.received);
    found = found ? std::move(found) : in_head(hop.response.headers);
    found = found ? std::move(found) : in_cookies(hop);
    found = found ? std::move(found) : in_text(body, document);
    if (!found && body.empty()) {
        return without_token("it is empty");
    }
    if (!found) {
        return without_token(
            document.is_discarded() ? "it is neither JSON nor a token"
                                    : "its JSON has none under a name that is known"
        );
    }
    if (found->token.reveal().size() > longest_token.count ||
        found->refresh.reveal().size() > longest_token.count) {
        return without_token("what it has is longer than 64 KiB");
    }
    if (const auto end = end_of(*found, hop)) {
        found->expires = std::chrono::floor<std::chrono::seconds>(*end);
    }
    return *std::move(found);
}

} // namespace latch::access
