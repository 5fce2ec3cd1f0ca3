// SPDX-License-Identifier: MIT
#include "session/interchange/har.hpp"
#include "session/interchange/intake.hpp"
#include "session/interchange/leftovers.hpp"
#include "session/json_writer.hpp"

#include "latch/access/credentials.hpp"
#include "latch/base/text.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace latch::session::interchange {

namespace {

using base::Clock;
using http::Cookie;

/// A host as an entry of the log.
struct Visit {
    http::Url url;
    http::Headers sent;
    std::vector<Cookie> cookies;
};

http::Url url_of(const http::Origin& origin) {
    const auto parsed = http::parse_url(http::to_string(origin));
    return parsed ? parsed->url : http::Url{};
}

/// The value of Authorization, if it takes no asking to know it.
std::optional<std::string> authorization(const StoredAuth& auth) {
    const access::Account& account = auth.account;
    if (!is_literal(auth) || account.scheme == access::Scheme::digest) {
        return std::nullopt;
    }
    const access::Credentials credentials =
        account.scheme == access::Scheme::bearer
            ? access::Credentials(access::Bearer{account.secret.text})
            : access::Credentials(access::Basic{account.user, account.secret.text});
    const auto value = access::authorization(credentials);
    return value ? std::optional(std::string(value->reveal())) : std::nullopt;
}

Visit visit_of(const OriginState& state, Leftovers& leftovers) {
    Visit visit{.url = url_of(state.origin), .sent = {}, .cookies = {}};
    for (const http::Header& header : state.headers) {
        if (base::is_utf8(header.value)) {
            visit.sent.add(header.name, header.value);
        } else {
            leftovers.note("header " + header.name + ": it is no text in UTF-8");
        }
    }
    if (auto value = state.auth ? authorization(*state.auth) : std::nullopt;
        value && base::is_utf8(*value)) {
        visit.sent.set("Authorization", *std::move(value));
    } else if (state.auth) {
        leftovers.note_auth(state);
    }
    return visit;
}

bool may_set(const http::Url& url, const Cookie& cookie) {
    return url.host == cookie.domain && (cookie.port == 0 || cookie.port == url.port) &&
           (!cookie.secure || url.scheme == http::Scheme::https ||
            http::is_loopback(url.host, url.host_kind));
}

/// Whether it goes to all ports of a host whose cookies the importer keeps apart by port.
bool is_for_any_port(const Cookie& cookie) {
    const auto url = url_of_host(cookie.domain);
    return cookie.port == 0 && url && http::is_loopback(url->host, url->host_kind);
}

/// A URL that may set the cookie: https, but for a port of a loopback host.
std::optional<http::Url> url_for(const Cookie& cookie) {
    auto url = url_of_host(cookie.domain);
    if (url && cookie.port != 0) {
        url->scheme = http::Scheme::http;
        url->port = cookie.port;
    }
    return url;
}

void add_cookie(Cookie cookie, std::vector<Visit>& visits, Leftovers& leftovers) {
    const auto visit =
        std::ranges::find_if(visits, [&](const Visit& each) { return may_set(each.url, cookie); });
    if (visit != visits.end()) {
        visit->cookies.push_back(std::move(cookie));
    } else if (const auto url = url_for(cookie)) {
        visits.push_back({.url = *url, .sent = {}, .cookies = {std::move(cookie)}});
    } else {
        leftovers.refuse(cookie, "its domain is no host");
    }
}

Json json_of(const http::Headers& headers) {
    Json list = Json::array();
    for (const http::Header& header : headers) {
        list.push_back(Json{{"name", header.name}, {"value", header.value}});
    }
    return list;
}

Json json_of(const Cookie& cookie) {
    Json json{{"name", cookie.name}, {"value", cookie.value}, {"path", cookie.path}};
    if (!cookie.host_only) {
        json["domain"] = cookie.domain;
    }
    if (cookie.expires) {
        json["expires"] = timestamp(*cookie.expires);
    }
    json["httpOnly"] = cookie.http_only;
    json["secure"] = cookie.secure;
    return json;
}

Json request_of(const Visit& visit) {
    return Json{
        {"method", "GET"},
        {"url", http::to_string(visit.url)},
        {"httpVersion", "HTTP/1.1"},
        {"cookies", Json::array()},
        {"headers", json_of(visit.sent)},
        {"queryString", Json::array()},
        {"headersSize", -1},
        {"bodySize", 0}};
}

Json response_of(const Visit& visit, Clock::time_point now) {
    http::Headers headers;
    Json cookies = Json::array();
    for (const Cookie& cookie : visit.cookies) {
        headers.add("Set-Cookie", set_cookie_line(cookie, now));
        cookies.push_back(json_of(cookie));
    }
    return Json{
        {"status", 200},
        {"statusText", "OK"},
        {"httpVersion", "HTTP/1.1"},
        {"cookies", std::move(cookies)},
        {"headers", json_of(headers)},
        {"content", Json{{"size", 0}, {"mimeType", "text/plain"}}},
        {"redirectURL", ""},
        {"headersSize", -1},
        {"bodySize", 0}};
}

Json entry_of(const Visit& visit, Clock::time_point now) {
    return Json{
        {"startedDateTime", timestamp(now)},
        {"time", 0},
        {"request", request_of(visit)},
        {"response", response_of(visit, now)},
        {"cache", Json::object()},
        {"timings", Json{{"send", 0}, {"wait", 0}, {"receive", 0}}}};
}

} // namespace

Exported export_har(const Session& session, Clock::time_point now) {
    const auto moment = std::chrono::floor<std::chrono::seconds>(now);
    Leftovers leftovers(session);
    std::vector<Visit> visits;
    for (const OriginState& state : session.origins) {
        if (state.origin.host.starts_with('/')) {
            leftovers.note("what is for the unix socket " + state.origin.host);
        } else if (!state.headers.empty() || state.auth) {
            visits.push_back(visit_of(state, leftovers));
        }
    }
    std::vector<Cookie> cookies = leftovers.textual(leftovers.living(now));
    leftovers.note_lost("all ports but one", cookies, is_for_any_port);
    for (Cookie& cookie : cookies) {
        add_cookie(std::move(cookie), visits, leftovers);
    }
    Json log{
        {"version", "1.2"},
        {"creator", Json{{"name", "latch"}, {"version", LATCH_VERSION}}},
        {"entries", Json::array()}};
    for (const Visit& visit : visits) {
        log["entries"].push_back(entry_of(visit, moment));
    }
    leftovers.note_own(home_of(session));
    return {
        .text = text_of(Json{{"log", std::move(log)}}), .left_behind = std::move(leftovers).list()};
}

} // namespace latch::session::interchange
