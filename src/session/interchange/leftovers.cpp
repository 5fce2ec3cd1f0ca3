// SPDX-License-Identifier: MIT
#include "session/interchange/leftovers.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::session::interchange {

namespace {

using http::Cookie;

bool differ_in_port_alone(const Cookie& a, const Cookie& b) noexcept {
    return a.name == b.name && a.domain == b.domain && a.host_only == b.host_only &&
           a.path == b.path;
}

bool has_port(const Cookie& cookie) noexcept {
    return cookie.port != 0;
}

bool is_text(const Cookie& cookie) noexcept {
    return base::is_utf8(cookie.name) && base::is_utf8(cookie.value) && base::is_utf8(cookie.path);
}

} // namespace

base::Error unreadable(std::string_view name, std::string why) {
    return base::Error(base::ErrorKind::bad_session, "cannot import " + std::string(name))
        .because(std::move(why));
}

const OriginState* home_of(const Session& session) {
    const auto base = session.base ? http::parse_url(*session.base)
                                   : base::Result<http::ParsedUrl>(base::Error());
    if (base) {
        return session.find(http::origin(base->url));
    }
    return session.origins.size() == 1 ? &session.origins.front() : nullptr;
}

bool is_literal(const StoredAuth& auth) noexcept {
    return auth.account.secret.kind == access::SecretSource::Kind::literal;
}

std::vector<Cookie> Leftovers::living(base::Clock::time_point now) {
    std::vector<Cookie> cookies;
    for (const Cookie* cookie : session_.cookies.all()) {
        const bool has_expired = cookie->expires && *cookie->expires <= now;
        if (cookie->domain.starts_with('/')) {
            refuse(*cookie, "it is for a unix socket");
        } else if (!has_expired) {
            cookies.push_back(*cookie);
        }
    }
    return cookies;
}

std::vector<Cookie> Leftovers::portless(base::Clock::time_point now) {
    std::vector<Cookie> cookies = living(now);
    if (std::ranges::none_of(cookies, has_port)) {
        return cookies;
    }
    std::vector<Cookie> kept;
    for (auto cookie = cookies.begin(); cookie != cookies.end(); ++cookie) {
        const bool is_outdone = std::any_of(std::next(cookie), cookies.end(), [&](const Cookie& b) {
            return differ_in_port_alone(*cookie, b);
        });
        if (is_outdone) {
            refuse(*cookie, "only the newest of all ports has a place");
        } else {
            kept.push_back(std::move(*cookie));
        }
    }
    note_lost("the port", kept, has_port);
    return kept;
}

std::vector<Cookie> Leftovers::textual(std::vector<Cookie> cookies) {
    std::erase_if(cookies, [&](const Cookie& cookie) {
        if (!is_text(cookie)) {
            refuse(cookie, "it is no text in UTF-8");
        }
        return !is_text(cookie);
    });
    return cookies;
}

void Leftovers::refuse(const Cookie& cookie, std::string_view why) {
    std::string what = "cookie " + cookie.name + " of " + cookie.domain;
    if (cookie.port != 0) {
        what += ':' + std::to_string(cookie.port);
    }
    note(what.append(": ").append(why));
}

void Leftovers::note_lost(
    std::string_view attribute,
    const std::vector<Cookie>& cookies,
    const std::function<bool(const Cookie&)>& has_it
) {
    const auto count = static_cast<std::size_t>(std::ranges::count_if(cookies, has_it));
    if (count != 0) {
        note(std::string(attribute) + " of " + base::counted(count, "cookie"));
    }
}

void Leftovers::note_auth(const OriginState& state) {
    const std::string origin = http::to_string(state.origin);
    if (!state.auth) {
        return;
    }
    const std::string& user = state.auth->account.user;
    const std::string whose = user.empty() ? " for " + origin : " of " + user + " for " + origin;
    note(
        is_literal(*state.auth) ? "the credentials" + whose
                                : "the secret" + whose + ", which is kept elsewhere"
    );
}

void Leftovers::note_origins_but(const OriginState* carried) {
    for (const OriginState& state : session_.origins) {
        if (&state == carried) {
            continue;
        }
        if (!state.headers.empty()) {
            note(base::counted(state.headers.size(), "header") + " for " + to_string(state.origin));
        }
        note_auth(state);
    }
}

void Leftovers::note_own(const OriginState* carried) {
    const std::string origin = carried != nullptr ? http::to_string(carried->origin) : "";
    if (session_.base && session_.base != origin) {
        note("the base " + *session_.base);
    }
    for (const OriginState& state : session_.origins) {
        const std::string whose = " for " + http::to_string(state.origin);
        if (!state.params.empty()) {
            note(base::counted(state.params.size(), "query parameter") + whose);
        }
        if (state.login) {
            note("the login" + whose);
        }
        for (const auto& [name, json] : state.unknown) {
            note(name + whose);
        }
    }
    for (const auto& [name, json] : session_.unknown) {
        if (name != "latch") {
            note(name);
        }
    }
}

} // namespace latch::session::interchange
