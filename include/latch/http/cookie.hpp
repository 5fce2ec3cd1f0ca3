// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

namespace latch::http {

enum class SameSite { unset, none, lax, strict };

/// "None", "Lax" or "Strict", as Set-Cookie has them; empty for `unset`.
std::string_view to_string(SameSite same_site) noexcept;

/// A Set-Cookie line taken apart, before the rules of storing are applied (6265bis-22, 5.6).
struct SetCookie {
    std::string name; ///< may be empty
    std::string value;
    std::optional<base::Clock::time_point> expires; ///< Max-Age has already won over Expires
    std::optional<std::string> domain; ///< lowercase, without one leading dot; "" was an empty one
    std::optional<std::string> path;   ///< nothing for a missing or unusable one: use default-path
    bool secure = false;
    bool http_only = false;
    SameSite same_site = SameSite::unset;
};

/// Takes a Set-Cookie value apart; nothing if the line has to be ignored as a whole.
///
/// Control bytes but TAB, a pair above 4096 bytes and an empty pair make it so. Times are capped
/// at 400 days after `now`; a Max-Age of zero or less is the earliest time there is.
std::optional<SetCookie> parse_set_cookie(std::string_view line, base::Clock::time_point now);

/// A moment by the forgiving algorithm of 6265bis-22, 5.1.1; always UTC.
std::optional<base::Clock::time_point> parse_cookie_date(std::string_view text);

/// A cookie as the jar keeps it. Name, domain, host_only, path and port are its identity.
struct Cookie {
    std::string name;
    std::string value;
    std::string domain; ///< lowercase, punycoded host or domain
    bool host_only = true;
    std::string path = "/";
    std::uint16_t port = 0; ///< of the setting origin for loopback hosts; 0: any port
    bool secure = false;
    bool http_only = false;
    SameSite same_site = SameSite::unset;
    std::optional<base::Clock::time_point> expires; ///< nothing: kept until the session is cleared
    base::Clock::time_point created{}; ///< survives replacement; orders the Cookie header
    base::Clock::time_point updated{}; ///< when the response that set the value was received

    bool operator==(const Cookie&) const = default;
};

/// What tells a cookie from others: name, domain, host-only or not, path and port. Refers into it.
inline auto identity_of(const Cookie& cookie) noexcept {
    return std::tie(cookie.name, cookie.domain, cookie.host_only, cookie.path, cookie.port);
}

/// Whether both name the same cookie.
bool same_identity(const Cookie& a, const Cookie& b) noexcept;

/// The path a cookie gets when Set-Cookie names none (6265bis-22, 5.1.4).
std::string default_path(std::string_view request_path);

/// Whether a cookie of `cookie_path` goes with a request for `request_path` (5.1.4).
/// Case-sensitive, nothing decoded; "/app;x" does not match "/app".
bool path_matches(std::string_view request_path, std::string_view cookie_path) noexcept;

/// Whether a cookie set by `domain` may travel to `host` (5.1.3).
///
/// Both names are lowercase and already punycoded; the URL parser sees to it, so this compares
/// bytes. An IP address never matches as a suffix: "1.1.1.1" is not a subdomain of "1.1.1".
bool domain_matches(std::string_view host, HostKind kind, std::string_view domain) noexcept;

} // namespace latch::http
