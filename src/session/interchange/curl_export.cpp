// SPDX-License-Identifier: MIT
#include "session/interchange/curl.hpp"
#include "session/interchange/leftovers.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latch::session::interchange {

namespace {

using access::Scheme;
using base::Clock;
using http::Cookie;

/// A value in the quotes of curl's configuration files.
std::string quoted(std::string_view value) {
    std::string text = "\"";
    for (const char c : value) {
        text += c == '"' || c == '\\' ? std::string{'\\', c}
                : c == '\t'           ? std::string("\\t")
                                      : std::string(1, c);
    }
    return text + '"';
}

void put(std::string& text, std::string_view option, std::string_view value) {
    text.append(option).append(" = ").append(quoted(value)).append("\n");
}

/// The URL that curl is to be called with: the base, else the only origin.
std::optional<http::Url> target_of(const Session& session, const OriginState* home) {
    const std::string text = session.base      ? *session.base
                             : home != nullptr ? http::to_string(home->origin)
                                               : "";
    const auto url = http::parse_url(text);
    return text.empty() || !url ? std::nullopt : std::optional(url->url);
}

/// Whether the cookie goes to the URL's origin with requests for its own path.
bool goes_to(const Cookie& cookie, http::Url url, const Session& session, Clock::time_point now) {
    url.path = cookie.path;
    return std::ranges::any_of(session.cookies.matching(url, now), [&](const Cookie* match) {
        return http::same_identity(*match, cookie);
    });
}

/// Of cookies with one name that which would come first, of the longest path.
std::vector<const Cookie*> cookies_for(
    const http::Url& url, const Session& session, Clock::time_point now, Leftovers& leftovers
) {
    std::vector<const Cookie*> cookies;
    for (const Cookie* const cookie : session.cookies.all()) {
        if (goes_to(*cookie, url, session, now)) {
            cookies.push_back(cookie);
        } else if (!cookie->expires || *cookie->expires > now) {
            leftovers.refuse(*cookie, "it is for another origin");
        }
    }
    std::ranges::stable_sort(cookies, std::ranges::greater(), [](const Cookie* cookie) {
        return cookie->path.size();
    });
    std::vector<const Cookie*> kept;
    for (const Cookie* const cookie : cookies) {
        const bool is_there = std::ranges::any_of(kept, [&](const Cookie* other) {
            return other->name == cookie->name;
        });
        if (is_there) {
            leftovers.refuse(*cookie, "one of its name has a longer path");
        } else {
            kept.push_back(cookie);
        }
    }
    return kept;
}

void put_auth(std::string& text, const OriginState& home, Leftovers& leftovers) {
    if (!home.auth) {
        return;
    }
    if (!is_literal(*home.auth)) {
        leftovers.note_auth(home);
        return;
    }
    const access::Account& account = home.auth->account;
    const std::string secret(account.secret.text.reveal());
    if (account.scheme == Scheme::bearer) {
        put(text, "oauth2-bearer", secret);
        return;
    }
    text += account.scheme == Scheme::digest ? "digest\n" : "";
    put(text, "user", account.user + ':' + secret);
}

} // namespace

Exported export_curl(const Session& session, Clock::time_point now) {
    Leftovers leftovers(session);
    const OriginState* const home = home_of(session);
    const auto target = target_of(session, home);
    std::string text(made_by_latch);
    text += "\n# For curl --config with URLs of " +
            (target ? http::to_string(http::origin(*target)) : "no origin") +
            "; curl would send it anywhere.\n";
    for (const http::Header& header : home != nullptr ? home->headers : http::Headers()) {
        put(text, "header", header.name + (header.value.empty() ? ";" : ": " + header.value));
    }
    if (home != nullptr) {
        put_auth(text, *home, leftovers);
    }
    if (target) {
        const auto cookies = cookies_for(*target, session, now, leftovers);
        if (!cookies.empty()) {
            put(text, "cookie", http::cookie_header(cookies));
        }
    } else {
        leftovers.living(now).empty()
            ? void()
            : leftovers.note("all cookies: there is no base to tell whose");
    }
    leftovers.note_origins_but(home);
    leftovers.note_own(home);
    return {.text = std::move(text), .left_behind = std::move(leftovers).list()};
}

} // namespace latch::session::interchange
