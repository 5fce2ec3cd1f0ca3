// SPDX-License-Identifier: MIT
#include "latch/output/redact.hpp"

#include "latch/base/secret.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace latch::output {

namespace {

/// Parts of names: X-CSRF-TOKEN, X-Auth-Token, X-Api-Key, X-Amz-Security-Token, Private-Token...
constexpr std::array<std::string_view, 11> telling{
    "token",
    "secret",
    "password",
    "passwd",
    "csrf",
    "xsrf",
    "api-key",
    "apikey",
    "auth-key",
    "access-key",
    "subscription-key",
};

/// "Basic Ym9i****": the scheme tells how one signs in, the rest is the secret.
std::string redacted_credentials(std::string_view value) {
    const auto parts = base::split_once(value, ' ');
    if (!parts) {
        return base::shortened(value);
    }
    return std::string(parts->first) + ' ' + base::shortened(base::trim(parts->second));
}

/// "name=****"; without a '=' all of it is the value (6265bis-22, 5.6).
std::string redacted_pair(std::string_view pair) {
    const auto halves = base::split_once(pair, '=');
    if (!halves) {
        return base::trim(pair).empty() ? std::string(pair) : base::shortened(base::trim(pair));
    }
    return std::string(halves->first) + '=' + base::shortened(base::trim(halves->second));
}

std::string redacted_cookies(std::string_view value) {
    std::string shown;
    for (const std::string_view pair : base::split(value, ';')) {
        const std::size_t blanks = std::min(pair.find_first_not_of(' '), pair.size());
        shown += pair.data() == value.data() ? "" : ";";
        shown += pair.substr(0, blanks);
        shown += redacted_pair(pair.substr(blanks));
    }
    return shown;
}

std::string redacted_set_cookie(std::string_view value) {
    const std::size_t end = std::min(value.find(';'), value.size());
    return redacted_pair(value.substr(0, end)) + std::string(value.substr(end));
}

/// Whether two letters stand side by side in a part: all have such a pair, and most names have
/// none.
constexpr bool is_rare_pair(char one, char other) noexcept {
    switch (base::to_ascii_lower(other)) {
    case 'e':
        return base::to_ascii_lower(one) == 'k';
    case 'r':
        return base::to_ascii_lower(one) == 'c';
    case 'w':
        return base::to_ascii_lower(one) == 's';
    case 'f':
        return base::to_ascii_lower(one) == 'r';
    default:
        return false;
    }
}

constexpr bool has_rare_pair(std::string_view name) noexcept {
    return std::ranges::adjacent_find(name, is_rare_pair) != name.end();
}

static_assert(std::ranges::all_of(telling, has_rare_pair));

bool tells_of_a_secret(std::string_view name) {
    if (!has_rare_pair(name)) {
        return false;
    }
    std::string lower = base::to_ascii_lower(name);
    std::ranges::replace(lower, '_', '-'); // api_key, as parameters are called
    return std::ranges::any_of(telling, [&lower](std::string_view part) {
        return lower.find(part) != std::string::npos;
    });
}

bool names_credentials(std::string_view name) {
    return base::iequals(name, "Authorization") || base::iequals(name, "Proxy-Authorization");
}

/// Of "name=value" pairs, the values that are no words.
std::vector<base::Secret> cookie_values(std::string_view pairs) {
    constexpr std::size_t shortest = 16;
    std::vector<base::Secret> values;
    for (const std::string_view pair : base::split(pairs, ';')) {
        const auto halves = base::split_once(base::trim(pair), '=');
        if (halves && halves->second.size() >= shortest) {
            values.emplace_back(std::string(halves->second));
        }
    }
    return values;
}

} // namespace

std::vector<base::Secret> secrets_in(const http::Header& header) {
    if (base::iequals(header.name, "Cookie")) {
        return cookie_values(header.value);
    }
    if (base::iequals(header.name, "Set-Cookie")) {
        return cookie_values(std::string_view(header.value).substr(0, header.value.find(';')));
    }
    std::vector<base::Secret> secrets;
    const bool is_secret = names_credentials(header.name) || tells_of_a_secret(header.name);
    if (!is_secret || redacted(header) == header.value) {
        return secrets;
    }
    secrets.emplace_back(header.value);
    if (const auto parts = base::split_once(header.value, ' ')) {
        secrets.emplace_back(std::string(parts->second));
    }
    return secrets;
}

std::string redacted(const http::Header& header) {
    if (names_credentials(header.name)) {
        return redacted_credentials(header.value);
    }
    if (base::iequals(header.name, "Cookie")) {
        return redacted_cookies(header.value);
    }
    if (base::iequals(header.name, "Set-Cookie")) {
        return redacted_set_cookie(header.value);
    }
    return tells_of_a_secret(header.name) ? base::shortened(header.value) : header.value;
}

std::string shown_text(std::string_view text, const OutputPlan& plan) {
    const bool is_whole = plan.secrets == Secrets::shown || plan.known == nullptr;
    return is_whole ? std::string(text) : plan.known->redact(text);
}

std::string shown_value(const http::Header& header, const OutputPlan& plan) {
    return plan.secrets == Secrets::shown ? header.value : shown_text(redacted(header), plan);
}

} // namespace latch::output
