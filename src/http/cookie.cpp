// SPDX-License-Identifier: MIT
#include "latch/http/cookie.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::http {

namespace {

using base::Clock;

// The numbers of 6265bis-22, 5.6 and 5.5.
constexpr std::size_t longest_pair = 4096;
constexpr std::size_t longest_attribute_value = 1024;
constexpr auto longest_life = std::chrono::days(400);

/// A Set-Cookie line while its attributes are read.
struct Draft {
    SetCookie cookie;
    Clock::time_point now;
    std::optional<Clock::time_point> by_max_age;
    std::optional<Clock::time_point> by_date;
};

bool holds_control(std::string_view line) noexcept {
    return std::ranges::any_of(line, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

/// The parts around the first `separator`; all of it and nothing where there is none.
std::pair<std::string_view, std::string_view>
halves(std::string_view text, char separator) noexcept {
    return base::split_once(text, separator).value_or(std::pair{text, std::string_view{}});
}

void read_expires(Draft& draft, std::string_view value) {
    if (const auto moment = parse_cookie_date(value)) {
        draft.by_date = std::min(*moment, draft.now + longest_life);
    }
}

void read_max_age(Draft& draft, std::string_view value) {
    const bool negative = value.starts_with('-');
    value.remove_prefix(negative ? 1 : 0);
    if (value.empty() || !std::ranges::all_of(value, base::is_ascii_digit)) {
        return;
    }
    constexpr auto limit =
        static_cast<unsigned long long>(std::chrono::seconds(longest_life).count());
    // What does not fit into a number is beyond the limit as well.
    const auto count = std::min(base::parse_decimal(value).value_or(limit), limit);
    draft.by_max_age =
        negative || count == 0 ? Clock::time_point::min() : draft.now + std::chrono::seconds(count);
}

void read_domain(Draft& draft, std::string_view value) {
    value.remove_prefix(value.starts_with('.') ? 1 : 0);
    draft.cookie.domain = base::to_ascii_lower(value);
}

void read_path(Draft& draft, std::string_view value) {
    draft.cookie.path = value.starts_with('/') ? std::optional<std::string>(value) : std::nullopt;
}

void read_secure(Draft& draft, std::string_view /*any value counts*/) {
    draft.cookie.secure = true;
}

void read_http_only(Draft& draft, std::string_view /*any value counts*/) {
    draft.cookie.http_only = true;
}

void read_same_site(Draft& draft, std::string_view value) {
    draft.cookie.same_site = base::iequals(value, "strict") ? SameSite::strict
                             : base::iequals(value, "lax")  ? SameSite::lax
                             : base::iequals(value, "none") ? SameSite::none
                                                            : SameSite::unset;
}

struct Attribute {
    std::string_view name;
    void (*read)(Draft&, std::string_view);
};

constexpr std::array<Attribute, 7> attributes{{
    {"expires", read_expires},
    {"max-age", read_max_age},
    {"domain", read_domain},
    {"path", read_path},
    {"secure", read_secure},
    {"httponly", read_http_only},
    {"samesite", read_same_site},
}};

/// Each attribute replaces an earlier one of its name; an unusable one is as if it were not there.
void read_attribute(Draft& draft, std::string_view text) {
    const auto [name, value] = halves(text, '=');
    const std::string_view trimmed = base::trim(value);
    if (trimmed.size() > longest_attribute_value) {
        return;
    }
    for (const Attribute& attribute : attributes) {
        if (base::iequals(base::trim(name), attribute.name)) {
            attribute.read(draft, trimmed);
        }
    }
}

/// Name and value; text without '=' is the value of a nameless cookie.
void read_pair(SetCookie& cookie, std::string_view pair) {
    const auto [name, value] =
        base::split_once(pair, '=').value_or(std::pair{std::string_view{}, pair});
    cookie.name = base::trim(name);
    cookie.value = base::trim(value);
}

bool is_acceptable_pair(const SetCookie& cookie) noexcept {
    const std::size_t length = cookie.name.size() + cookie.value.size();
    return length > 0 && length <= longest_pair;
}

} // namespace

std::string_view to_string(SameSite same_site) noexcept {
    switch (same_site) {
    case SameSite::none:
        return "None";
    case SameSite::lax:
        return "Lax";
    case SameSite::strict:
        return "Strict";
    case SameSite::unset:
        break;
    }
    return "";
}

std::optional<SetCookie> parse_set_cookie(std::string_view line, Clock::time_point now) {
    if (holds_control(line)) {
        return std::nullopt;
    }
    Draft draft{.cookie = {}, .now = now, .by_max_age = {}, .by_date = {}};
    auto [pair, rest] = halves(line, ';');
    read_pair(draft.cookie, pair);
    if (!is_acceptable_pair(draft.cookie)) {
        return std::nullopt;
    }
    for (const std::string_view attribute : base::split(rest, ';')) {
        read_attribute(draft, attribute);
    }
    draft.cookie.expires = draft.by_max_age ? draft.by_max_age : draft.by_date;
    return std::move(draft.cookie);
}

bool same_identity(const Cookie& a, const Cookie& b) noexcept {
    return identity_of(a) == identity_of(b);
}

std::string default_path(std::string_view request_path) {
    const auto last = request_path.rfind('/');
    if (!request_path.starts_with('/') || last == 0) {
        return "/";
    }
    return std::string(request_path.substr(0, last));
}

bool path_matches(std::string_view request_path, std::string_view cookie_path) noexcept {
    if (!request_path.starts_with(cookie_path)) {
        return false;
    }
    return request_path.size() == cookie_path.size() || cookie_path.ends_with('/') ||
           request_path[cookie_path.size()] == '/';
}

bool domain_matches(std::string_view host, HostKind kind, std::string_view domain) noexcept {
    if (host == domain) {
        return true;
    }
    return kind == HostKind::name && !domain.empty() && host.size() > domain.size() &&
           host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.';
}

} // namespace latch::http
