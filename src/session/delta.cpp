// SPDX-License-Identifier: MIT
#include "latch/session/delta.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"
#include "latch/session/interchange.hpp"

#include <algorithm>
#include <utility>

namespace latch::session {

namespace {

bool apply_base(const http::Url& url, Session& session) {
    if (session.base) {
        return false;
    }
    session.base = http::to_string(http::origin(url));
    return true;
}

bool apply_headers(const http::Headers& typed, OriginState& state) {
    http::Headers headers = state.headers;
    for (const http::Header& header : typed) {
        headers.remove(header.name);
    }
    for (const http::Header& header : typed) {
        headers.add(header.name, header.value);
    }
    return std::exchange(state.headers, headers) != headers;
}

bool apply_auth(const std::optional<StoredAuth>& typed, OriginState& state) {
    if (!typed || (state.auth && state.auth->account == typed->account)) {
        return false;
    }
    state.auth = typed;
    return true;
}

/// Credentials and an Authorization header are two ways to say one thing: the last one said counts.
bool drop_other_authorization(const Typed& typed, OriginState& state) {
    if (typed.auth) {
        return state.headers.remove("Authorization");
    }
    const bool said_by_header = typed.headers.contains("Authorization");
    return said_by_header && std::exchange(state.auth, std::nullopt).has_value();
}

std::optional<http::Url> home_of(const Typed& typed) {
    return typed.url.host.empty() ? std::nullopt : std::optional(typed.url);
}

bool apply_typed(const Typed& typed, Session& session) {
    if (typed.url.host.empty()) {
        return false;
    }
    bool changed = apply_base(typed.url, session);
    if (!typed.headers.empty() || typed.auth) {
        OriginState& state = session.at(http::origin(typed.url));
        changed |= apply_headers(typed.headers, state);
        changed |= apply_auth(typed.auth, state);
        changed |= drop_other_authorization(typed, state);
    }
    return changed;
}

/// Of one nonce the highest count is kept: another run may have used it meanwhile.
bool apply_nonce(const access::DigestNonce& learned, OriginState& state) {
    StoredNonce next = state.digest.value_or(StoredNonce{});
    const bool is_same = next.nonce.challenge.nonce == learned.challenge.nonce;
    const auto uses = is_same ? std::max(next.nonce.uses, learned.uses) : learned.uses;
    next.nonce = learned;
    next.nonce.challenge.stale = false; // a fact of one answer
    next.nonce.uses = uses;
    return std::exchange(state.digest, next) != next;
}

bool apply_way(const access::LearnedCsrf& learned, OriginState& state) {
    const auto is_it = [&](const StoredCsrf& stored) { return stored.way.path == learned.path; };
    if (learned.mode == access::CsrfMode::unknown) {
        return std::erase_if(state.csrf, is_it) > 0;
    }
    const auto known = std::ranges::find_if(state.csrf, is_it);
    if (known == state.csrf.end()) {
        state.csrf.push_back({.way = learned, .unknown = {}});
        return true;
    }
    return std::exchange(known->way, learned) != learned;
}

bool apply_cookie(const ReceivedCookie& cookie, http::CookieJar& jar) {
    const http::Stored stored = jar.store(cookie.line, cookie.source, cookie.received);
    return stored == http::Stored::added || stored == http::Stored::replaced ||
           stored == http::Stored::removed;
}

bool apply_received(const Delta& delta, Session& session) {
    bool changed = false;
    for (const ReceivedCookie& cookie : delta.cookies) {
        changed |= apply_cookie(cookie, session.cookies);
    }
    for (const LearnedNonce& learned : delta.nonces) {
        changed |= apply_nonce(learned.nonce, session.at(learned.origin));
    }
    if (delta.login) {
        changed |= learn(*delta.login, session);
    }
    for (const LearnedWay& learned : delta.csrf) {
        changed |= apply_way(learned.way, session.at(learned.origin));
    }
    return changed;
}

} // namespace

bool is_kept(const http::Header& header) noexcept {
    return !base::iequals(header.name, "cookie") && !access::is_csrf_header(header.name) &&
           !base::iequals(header.name, "proxy-authorization") &&
           !base::istarts_with(header.name, "content-") &&
           !base::istarts_with(header.name, "if-") && http::is_token(header.name) &&
           http::is_field_value(header.value);
}

Delta delta_after(const Typed& typed, const http::Exchange& exchange) {
    Delta delta;
    const auto is_given_up = [](const http::Hop& hop) { return hop.is_given_up; };
    if (std::ranges::all_of(exchange.hops, is_given_up)) {
        return delta;
    }
    delta.typed = {.url = typed.url, .headers = {}, .auth = typed.auth};
    for (const http::Header& header : typed.headers) {
        if (is_kept(header)) {
            delta.typed.headers.add(header.name, header.value);
        }
    }
    for (const http::Hop& hop : exchange.hops) {
        if (hop.is_given_up) {
            continue;
        }
        for (const std::string_view line : hop.response.headers.all("set-cookie")) {
            delta.cookies.push_back({hop.request.url, std::string(line), hop.received});
        }
    }
    return delta;
}

bool comes_too_late(const Delta& delta, const Session& session) noexcept {
    const bool has_received =
        !delta.cookies.empty() || !delta.nonces.empty() || !delta.csrf.empty() || delta.login;
    const bool has_typed = !delta.typed.headers.empty() || delta.typed.auth;
    return delta.epoch && delta.epoch != session.epoch &&
           (has_received || (has_typed && !session.epoch));
}

bool apply(const Delta& delta, Session& session, base::Clock::time_point now) {
    if (delta.epoch && !session.epoch) {
        return false;
    }
    interchange::settle(session, home_of(delta.typed), now);
    bool changed = apply_typed(delta.typed, session);
    if (!delta.epoch || delta.epoch == session.epoch) {
        changed |= apply_received(delta, session);
    }
    changed |= session.cookies.remove_expired(now);
    return changed;
}

} // namespace latch::session
