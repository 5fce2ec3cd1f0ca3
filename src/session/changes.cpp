// SPDX-License-Identifier: MIT
#include "latch/session/changes.hpp"

#include "latch/session/delta.hpp"
#include "latch/session/interchange.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

namespace latch::session {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using http::CookieJar;

bool needs_site(const Changes& changes) noexcept {
    return !changes.headers.empty() || !changes.params.empty() || !changes.cookies.empty() ||
           changes.auth || changes.forgets_auth;
}

/// A jar keeps to the ports that it was made for.
void separate_ports(Session& session, http::LoopbackPorts ports) {
    std::vector<http::Cookie> cookies;
    for (const http::Cookie* const cookie : session.cookies.all()) {
        cookies.push_back(*cookie);
    }
    CookieJar jar(ports);
    jar.restore(std::move(cookies));
    for (const http::Cookie& removal : session.cookies.removals()) {
        jar.restore_removal(removal);
    }
    session.cookies = std::move(jar);
}

/// The Set-Cookie line of a cookie that is set by hand. What was typed comes last and so wins.
std::string line_of(const http::Header& cookie, const http::Url& site) {
    const std::size_t end = std::min(cookie.value.find(';'), cookie.value.size());
    return cookie.name + '=' + cookie.value.substr(0, end) + "; Path=/" +
           (site.scheme == http::Scheme::https ? "; Secure" : "") + cookie.value.substr(end);
}

/// Only a clock that has been set back makes that of what is done by hand.
Error outdated(std::string_view verb, const std::string& name) {
    return Error(ErrorKind::file, "cannot " + std::string(verb) + " the cookie " + name)
        .because("by this machine's clock, the session heard of it later than now")
        .hinting("set the clock right, or forget all cookies: latch session clear");
}

Result<void> set_cookie(
    const http::Header& cookie, const http::Url& site, CookieJar& jar, base::Clock::time_point now
) {
    const http::Stored stored = jar.store(line_of(cookie, site), site, now);
    if (stored == http::Stored::outdated) {
        return outdated("set", cookie.name);
    }
    if (stored == http::Stored::rejected) {
        return Error(ErrorKind::usage, "cannot set the cookie " + cookie.name)
            .because("no server at " + http::to_string(http::origin(site)) + " could set it")
            .hinting("attributes may follow the value: 'cookie:NAME=VALUE; Path=/app'");
    }
    return {};
}

/// Removes the cookies of a name as the server would, so that a run under way does not bring them
/// back.
Result<void> forget_cookie(
    const std::string& name, http::Url site, CookieJar& jar, base::Clock::time_point now
) {
    site.scheme = http::Scheme::https; // from where Secure cookies can be removed as well
    std::vector<std::string> lines;
    for (const http::Cookie* const cookie : jar.all()) {
        if (cookie->name == name &&
            http::domain_matches(site.host, site.host_kind, cookie->domain)) {
            lines.push_back(
                name + "=; Max-Age=0; Path=" + cookie->path +
                (cookie->host_only ? "" : "; Domain=" + cookie->domain) +
                (cookie->secure ? "; Secure" : "")
            );
        }
    }
    for (const std::string& line : lines) {
        if (jar.store(line, site, now) == http::Stored::outdated) {
            return outdated("remove", name);
        }
    }
    return {};
}

Result<void> apply_cookies(
    const Changes& changes, const http::Url& site, CookieJar& jar, base::Clock::time_point now
) {
    for (const http::Header& cookie : changes.cookies) {
        const Result<void> done = cookie.value.empty() ? forget_cookie(cookie.name, site, jar, now)
                                                       : set_cookie(cookie, site, jar, now);
        if (!done) {
            return done.error();
        }
    }
    return {};
}

void forget_headers_and_auth(const Changes& changes, OriginState& state) {
    for (const http::Header& header : changes.headers) {
        if (header.value.empty()) {
            state.headers.remove(header.name);
        }
    }
    if (changes.forgets_auth) {
        state.auth.reset();
        state.digest.reset();
    }
}

void apply_params(const std::vector<Param>& changes, std::vector<Param>& params) {
    std::erase_if(params, [&](const Param& param) {
        return std::ranges::find(changes, param.name, &Param::name) != changes.end();
    });
    std::ranges::copy_if(changes, std::back_inserter(params), [](const Param& param) {
        return !param.value.empty();
    });
}

Result<void> apply_at(
    const http::Url& site, const Changes& changes, Session& session, base::Clock::time_point now
) {
    forget_headers_and_auth(changes, session.at(http::origin(site)));
    Delta typed;
    typed.typed = {.url = site, .headers = {}, .auth = changes.auth};
    for (const http::Header& header : changes.headers) {
        if (!header.value.empty()) {
            typed.typed.headers.add(header.name, header.value);
        }
    }
    apply(typed, session, now);
    apply_params(changes.params, session.at(http::origin(site)).params);
    return apply_cookies(changes, site, session.cookies, now);
}

/// Another client's file belongs to whom these changes name.
Result<void> settle_for(const Changes& changes, Session& session, base::Clock::time_point now) {
    const bool names_somebody = changes.site || (changes.base && !changes.base->empty());
    if (!session.foreign || !names_somebody) {
        return {};
    }
    const auto site = site_of(changes, session);
    if (!site) {
        return site.error();
    }
    interchange::settle(session, *site, now);
    return {};
}

std::uint64_t epoch_after(std::uint64_t epoch) noexcept {
    constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max(); // as `decode` has it
    return epoch == most ? 0 : epoch + 1;
}

bool is_empty(const OriginState& state) noexcept {
    return state.headers.empty() && state.params.empty() && !state.auth && !state.digest &&
           state.csrf.empty() && !state.login && state.unknown.empty();
}

} // namespace

Result<http::Url> site_of(const Changes& changes, const Session& session) {
    if (changes.site) {
        return *changes.site;
    }
    const std::string base = changes.base ? *changes.base : session.base.value_or("");
    if (base.empty()) {
        return Error(ErrorKind::usage, "cannot tell for which server that is")
            .because("the session has no base")
            .hinting("add base=URL, or --origin=URL");
    }
    auto parsed = http::parse_url(base);
    if (!parsed) {
        return parsed.error();
    }
    return std::move(parsed->url);
}

Result<void> apply(const Changes& changes, Session& session, base::Clock::time_point now) {
    std::optional<http::Url> site;
    if (needs_site(changes)) {
        auto found = site_of(changes, session);
        if (!found) {
            return found.error();
        }
        site = *std::move(found);
    }
    if (auto settled = settle_for(changes, session, now); !settled) {
        return settled;
    }
    if (changes.cookie_ports) {
        separate_ports(session, *changes.cookie_ports);
    }
    if (site) {
        if (auto applied = apply_at(*site, changes, session, now); !applied) {
            return applied;
        }
    }
    if (changes.base) {
        session.base = changes.base->empty() ? std::nullopt : changes.base;
    }
    std::erase_if(session.origins, is_empty);
    return {};
}

void clear(Session& session) {
    session.cookies = CookieJar(session.cookies.loopback_ports());
    session.cookie_notes.clear();
    if (session.foreign) {
        session.foreign->cookies.clear();
    }
    for (OriginState& state : session.origins) {
        state.digest.reset();
        state.csrf.clear();
    }
    std::erase_if(session.origins, is_empty);
    session.epoch = epoch_after(session.epoch.value_or(0));
}

void note_removals(const Session& before, Session& after, base::Clock::time_point now) {
    std::set<decltype(http::identity_of({}))> kept;
    for (const http::Cookie* const cookie : after.cookies.all()) {
        kept.insert(http::identity_of(*cookie));
    }
    for (const http::Cookie* const cookie : before.cookies.all()) {
        if (!kept.contains(http::identity_of(*cookie))) {
            after.cookies.remember_removal(*cookie, now);
        }
    }
}

Session copy_of(Session session) {
    for (OriginState& state : session.origins) {
        state.digest.reset();
    }
    session.epoch.reset();
    return session;
}

} // namespace latch::session
