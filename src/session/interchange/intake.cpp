// SPDX-License-Identifier: MIT
#include "session/interchange/intake.hpp"

#include "latch/base/text.hpp"
#include "latch/http/cookie_jar.hpp"
#include "latch/http/public_suffix.hpp"

#include <algorithm>
#include <utility>

namespace latch::session::interchange {

namespace {

using base::Clock;
using http::Cookie;

/// A longer one would be taken for none (6265bis-22, 5.6).
constexpr std::size_t longest_path = 1024;

bool is_clean(std::string_view part, std::string_view separators) noexcept {
    return std::ranges::none_of(part, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f ||
               separators.find(c) != std::string_view::npos;
    });
}

/// Why a line made of the cookie would not say what the cookie says; empty if it would.
std::string_view objection(const Cookie& cookie, const std::optional<http::Url>& source) {
    if (!source) {
        return "its domain is no host";
    }
    const bool is_clean_pair = is_clean(cookie.name, "=;") && is_clean(cookie.value, ";");
    if (!is_clean_pair || !is_clean(cookie.path, ";")) {
        return "it holds a byte that no cookie may hold";
    }
    if (!cookie.path.starts_with('/')) {
        return "its path does not begin with /";
    }
    if (cookie.path.size() > longest_path) {
        return "its path is too long";
    }
    // A response could only be from the suffix itself, and would get a host-only cookie.
    const bool is_shared = source->host_kind == http::HostKind::name &&
                           !http::is_loopback(source->host, source->host_kind) &&
                           http::is_public_suffix(source->host);
    if (!cookie.host_only && is_shared) {
        return "its domain is a public suffix, for the hosts of strangers";
    }
    return "";
}

/// The cookie by the rules of the jar; nothing if they refuse it.
std::optional<Cookie>
admitted(const Cookie& cookie, const http::Url& source, Clock::time_point now) {
    http::CookieJar judge(http::LoopbackPorts::shared);
    Cookie on_host = cookie;
    on_host.domain = source.host;
    judge.store(set_cookie_line(on_host, now), source, now);
    return judge.empty() ? std::nullopt : std::optional(*judge.all().front());
}

} // namespace

Clock::time_point moment_of(double seconds_since_1970) noexcept {
    using std::chrono::duration;
    constexpr duration<double> end = Clock::time_point::max().time_since_epoch();
    const duration<double> moment(seconds_since_1970);
    if (moment >= end) {
        return Clock::time_point::max();
    }
    if (!(moment > -end)) { // nor is it a number, perhaps
        return Clock::time_point::min();
    }
    return Clock::time_point(std::chrono::duration_cast<Clock::duration>(moment));
}

std::optional<http::Url> url_of_host(std::string_view host) {
    host.remove_prefix(host.starts_with('.') ? 1 : 0);
    const bool is_other = host.empty() || host.starts_with('.') ||
                          host.find_first_of("/?#@\\% \t") != std::string_view::npos;
    if (is_other) {
        return std::nullopt;
    }
    const bool is_bare_ipv6 = std::ranges::count(host, ':') > 1 && !host.starts_with('[');
    const auto parsed =
        http::parse_url("https://" + (is_bare_ipv6 ? http::bracketed(host) : std::string(host)));
    return parsed ? std::optional(parsed->url) : std::nullopt;
}

std::string set_cookie_line(const Cookie& cookie, Clock::time_point now) {
    std::string line = cookie.name + '=' + cookie.value + "; Path=" + cookie.path;
    line += cookie.host_only ? "" : "; Domain=" + cookie.domain;
    if (cookie.expires) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(*cookie.expires - now);
        line += "; Max-Age=" + std::to_string(left.count());
    }
    line += cookie.secure ? "; Secure" : "";
    line += cookie.http_only ? "; HttpOnly" : "";
    if (cookie.same_site != http::SameSite::unset) {
        line.append("; SameSite=").append(http::to_string(cookie.same_site));
    }
    return line;
}

std::uint16_t cookie_port(const http::Url& url) noexcept {
    return http::is_loopback(url.host, url.host_kind) ? url.port : std::uint16_t{0};
}

Cookie cookie_of_pair(std::string_view pair, const http::Url& url) {
    const auto [name, value] =
        base::split_once(pair, '=').value_or(std::pair(std::string_view(), pair));
    Cookie cookie;
    cookie.name = base::trim(name);
    cookie.value = base::trim(value);
    cookie.domain = http::bracketed(url.host);
    cookie.port = cookie_port(url);
    return cookie;
}

Intake::Intake(Clock::time_point now) : now_(std::chrono::floor<std::chrono::seconds>(now)) {}

void Intake::take(Cookie cookie, std::string_view place) {
    const auto source = url_of_host(cookie.domain);
    if (const std::string_view why = objection(cookie, source); !why.empty()) {
        refuse(cookie, place, why);
        return;
    }
    if (cookie.expires && *cookie.expires <= now_) {
        ++expired_;
        return;
    }
    // Extensions say "no_restriction" where a cookie says nothing; it would be refused for that.
    if (cookie.same_site == http::SameSite::none && !cookie.secure) {
        cookie.same_site = http::SameSite::unset;
    }
    auto taken = admitted(cookie, *source, now_);
    if (!taken) {
        refuse(cookie, place, "the rules for names and sizes of cookies forbid it");
        return;
    }
    // A port of 443 is that of the URL, where the file says none.
    const bool is_said = source->port != http::default_port(source->scheme);
    taken->port = cookie.port == 0 && is_said ? cookie_port(*source) : cookie.port;
    taken_.push_back(*std::move(taken));
}

Session& Intake::session() {
    session_.cookies.restore(std::exchange(taken_, {}));
    return session_;
}

void Intake::refuse(const Cookie& cookie, std::string_view place, std::string_view why) {
    std::string what(place);
    what += place.empty() ? "cookie " : ": cookie ";
    what += cookie.name;
    what += cookie.domain.empty() ? "" : " of " + cookie.domain;
    leave(what.append(": ").append(why));
}

Imported Intake::done() && {
    if (expired_ != 0) {
        leave(base::counted(expired_, "cookie") + " that expired already");
    }
    if (const auto beyond = session().cookies.enforce_limits(now_); beyond != 0) {
        leave(
            base::counted(beyond, "cookie") + " beyond what a session keeps of one domain or in all"
        );
    }
    return {.session = std::move(session_), .left_behind = std::move(left_behind_)};
}

} // namespace latch::session::interchange
