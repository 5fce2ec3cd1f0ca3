// SPDX-License-Identifier: MIT
#include "latch/access/jwt.hpp"

#include "latch/base/base64url.hpp"
#include "latch/base/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>
#include <vector>

namespace latch::access {

namespace {

using base::Clock;
using nlohmann::json;
using Moment = std::optional<Clock::time_point>;

base::Error undecodable(std::string cause) {
    return base::Error(base::ErrorKind::protocol, "the token cannot be decoded")
        .because(std::move(cause));
}

/// The header of a token; discarded if it is none.
json header_of(std::string_view part) {
    const auto text = base::base64url_decode(part);
    return text ? json::parse(*text, nullptr, false) : json(json::value_t::discarded);
}

bool names_algorithm(std::string_view part) {
    const json header = header_of(part);
    if (!header.is_object()) {
        return false;
    }
    const auto algorithm = header.find("alg");
    return algorithm != header.end() && algorithm->is_string();
}

bool is_base64url(std::string_view part) {
    return base::base64url_decode(part).has_value();
}

/// A NumericDate (RFC 7519, 2): seconds, perhaps with a fraction.
Moment moment_of(const json& claims, const char* name) {
    const auto claim = claims.find(name);
    if (claim == claims.end() || !claim->is_number()) {
        return std::nullopt;
    }
    // Where the clock ends, 1677 and 2262, less than a second of it.
    constexpr double last = 9'223'372'036.0;
    const double seconds = std::clamp(claim->get<double>(), -last, last);
    const std::chrono::milliseconds since(std::llround(seconds * 1000));
    return Clock::time_point(std::chrono::duration_cast<Clock::duration>(since));
}

} // namespace

bool is_jwt(std::string_view text) {
    constexpr std::size_t parts_of_signed = 3;
    if (text.size() > longest_token.count) {
        return false;
    }
    const auto parts = base::split(text, '.');
    return parts.size() == parts_of_signed && std::ranges::all_of(parts, is_base64url) &&
           !parts[1].empty() && names_algorithm(parts[0]);
}

base::Result<Jwt> read_jwt(std::string_view text) {
    constexpr std::size_t parts_of_encrypted = 5;
    if (text.size() > longest_token.count) {
        return undecodable("it is longer than 64 KiB");
    }
    const auto parts = base::split(text, '.');
    if (parts.size() == parts_of_encrypted && names_algorithm(parts[0])) {
        return undecodable("it is encrypted, and only the server has the key");
    }
    if (!is_jwt(text)) {
        return undecodable("it is no JSON Web Token: only its server knows what it says");
    }
    Jwt jwt{.claims = base::base64url_decode(parts[1]).value_or("")};
    const json claims = json::parse(jwt.claims, nullptr, false);
    if (!claims.is_object()) {
        return undecodable("its claims are no JSON object");
    }
    jwt.expires = moment_of(claims, "exp");
    jwt.not_before = moment_of(claims, "nbf");
    jwt.issued = moment_of(claims, "iat");
    return jwt;
}

} // namespace latch::access
