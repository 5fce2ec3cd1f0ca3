// SPDX-License-Identifier: MIT
#include "http/cookie_rules.hpp"

#include "latch/base/text.hpp"
#include "latch/http/cookie_jar.hpp"
#include "latch/http/public_suffix.hpp"

#include <algorithm>

namespace latch::http {

namespace {

using base::Clock;

// What curl sends at most.
constexpr std::size_t most_sent = 150;
constexpr std::size_t longest_header = 8190;

/// Sets domain and host_only; false if the cookie may not be set from there. The list is asked last
/// because only a domain cookie needs it: whatever it says, a domain that does not match is
/// refused.
bool place_in_domain(Cookie& cookie, const SetCookie& line, const Url& source) {
    const std::string wanted = line.domain.value_or("");
    cookie.domain = source.host;
    cookie.host_only = true;
    if (wanted.empty()) {
        return true;
    }
    // Hosts are punycoded, so that a domain with bytes beyond ASCII never matches either.
    if (!domain_matches(source.host, source.host_kind, wanted)) {
        return false;
    }
    if (source.host_kind == HostKind::name && is_public_suffix(wanted)) {
        return wanted == source.host;
    }
    cookie.domain = wanted;
    cookie.host_only = false;
    return true;
}

/// What the name promises must be so (5.7, steps 20 to 22).
bool keeps_promises(const Cookie& cookie, const SetCookie& line) noexcept {
    if (base::istarts_with(cookie.name, "__Secure-")) {
        return cookie.secure;
    }
    if (base::istarts_with(cookie.name, "__Host-")) {
        return cookie.secure && cookie.host_only && line.path == "/";
    }
    // "Set-Cookie: =__Host-a=b" would be sent as "__Host-a=b".
    return !cookie.name.empty() || !(base::istarts_with(cookie.value, "__Secure-") ||
                                     base::istarts_with(cookie.value, "__Host-"));
}

Cookie made_of(const SetCookie& line, const Url& source, Clock::time_point received) {
    // Milliseconds are what a session file holds; two runs order cookies alike.
    const auto moment = std::chrono::floor<std::chrono::milliseconds>(received);
    Cookie cookie;
    cookie.name = line.name;
    cookie.value = line.value;
    cookie.path = line.path ? *line.path : default_path(source.path);
    cookie.secure = line.secure;
    cookie.http_only = line.http_only;
    cookie.same_site = line.same_site;
    cookie.expires = line.expires;
    cookie.created = moment;
    cookie.updated = moment;
    return cookie;
}

/// The bytes that a cookie takes of a header, its separator included.
std::size_t length_sent(const Cookie& cookie) noexcept {
    return cookie.name.size() + cookie.value.size() + (cookie.name.empty() ? 0 : 1) + 2;
}

} // namespace

bool is_secure_context(const Url& url) noexcept {
    return url.scheme == Scheme::https || is_loopback(url.host, url.host_kind);
}

std::optional<Cookie>
admitted(const SetCookie& line, const Url& source, Clock::time_point received) {
    Cookie cookie = made_of(line, source, received);
    if (!place_in_domain(cookie, line, source) || (cookie.secure && !is_secure_context(source))) {
        return std::nullopt;
    }
    if (cookie.same_site == SameSite::none && !cookie.secure) {
        return std::nullopt;
    }
    return keeps_promises(cookie, line) ? std::optional(std::move(cookie)) : std::nullopt;
}

bool has_expired(const Cookie& cookie, Clock::time_point now) noexcept {
    return cookie.expires && *cookie.expires <= now;
}

void keep_what_fits(std::vector<const Cookie*>& cookies, std::size_t spoken_for) {
    std::vector<const Cookie*> by_claim = cookies;
    std::stable_partition(by_claim.begin(), by_claim.end(), [](const Cookie* cookie) {
        return cookie->host_only;
    });
    std::vector<const Cookie*> kept;
    // No separator follows the last one.
    std::size_t left = longest_header + 2 - std::min(spoken_for, longest_header + 2);
    for (const Cookie* cookie : by_claim) {
        const std::size_t length = length_sent(*cookie);
        if (length <= left && kept.size() < most_sent) {
            left -= length;
            kept.push_back(cookie);
        }
    }
    if (kept.size() < cookies.size()) {
        std::erase_if(cookies, [&](const Cookie* cookie) {
            return std::ranges::find(kept, cookie) == kept.end();
        });
    }
}

std::string cookie_header(const std::vector<const Cookie*>& cookies) {
    std::string header;
    for (const Cookie* cookie : cookies) {
        header += header.empty() ? "" : "; ";
        header += cookie->name;
        header += cookie->name.empty() ? "" : "=";
        header += cookie->value;
    }
    return header;
}

} // namespace latch::http
