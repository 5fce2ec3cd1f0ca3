// SPDX-License-Identifier: MIT
#include "session/interchange/browser.hpp"

#include "session/interchange/leftovers.hpp"
#include "session/interchange/lenient.hpp"
#include "session/json_writer.hpp"
#include "session/node.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <string>
#include <utility>

namespace latch::session::interchange {

namespace {

using http::Cookie;
using http::SameSite;

struct SameSiteName {
    std::string_view name;
    SameSite value;
};

/// In the words of browsers and of their extensions; Playwright's come first.
constexpr std::array<SameSiteName, 6> same_site_names{{
    {"None", SameSite::none},
    {"Lax", SameSite::lax},
    {"Strict", SameSite::strict},
    {"no_restriction", SameSite::none},
    {"unspecified", SameSite::unset},
    {"", SameSite::unset},
}};

SameSite read_same_site(const Node& node) {
    const std::string text = node.bytes();
    for (const SameSiteName& known : same_site_names) {
        if (base::iequals(text, known.name)) {
            return known.value;
        }
    }
    node.complain("is no SameSite");
    return SameSite::unset;
}

/// Browsers' default for a cookie that says nothing is Lax, and Playwright has no other word.
std::string_view word_for(SameSite same_site) noexcept {
    return http::to_string(same_site == SameSite::unset ? SameSite::lax : same_site);
}

bool read_flag(Members& members, std::string_view name) {
    const auto node = members.optional(name);
    return node && node->flag();
}

/// Seconds as a number; -1 is how Playwright says that a cookie has no end.
void read_end(Members& members, Cookie& cookie) {
    auto end = members.optional("expirationDate");
    if (!end) {
        end = members.optional("expires");
    }
    if (!end || read_flag(members, "session")) {
        return;
    }
    if (const double seconds = end->real(); seconds != -1) {
        cookie.expires = moment_of(seconds);
    }
}

/// "hostOnly" is what extensions say; without it a leading dot tells a domain from a host.
Cookie read_cookie(const Node& node) {
    Members members(node);
    Cookie cookie;
    cookie.name = members.required("name").bytes();
    cookie.value = members.required("value").bytes();
    cookie.domain = members.required("domain").bytes();
    const auto host_only = members.optional("hostOnly");
    cookie.host_only = host_only ? host_only->flag() : !cookie.domain.starts_with('.');
    if (const auto path = members.optional("path")) {
        cookie.path = path->bytes();
    }
    cookie.secure = read_flag(members, "secure");
    cookie.http_only = read_flag(members, "httpOnly");
    if (const auto same_site = members.optional("sameSite")) {
        cookie.same_site = read_same_site(*same_site);
    }
    read_end(members, cookie);
    return cookie;
}

/// What scripts have stored is nothing that goes with a request.
void leave_storage(const Json& document, Intake& intake) {
    for (const Json& origin : list_at(document, "origins")) {
        intake.leave("local storage of " + text_at(origin, "origin"));
    }
}

const Json* list_in(const Json& document) {
    if (document.is_array()) {
        return &document;
    }
    const Json& list = member(document, "cookies");
    return list.is_array() ? &list : nullptr;
}

Json json_of(const Cookie& cookie) {
    using std::chrono::duration;
    Json json;
    json["name"] = cookie.name;
    json["value"] = cookie.value;
    json["domain"] = (cookie.host_only ? "" : ".") + cookie.domain;
    json["path"] = cookie.path;
    json["expires"] = -1;
    if (cookie.expires) {
        json["expires"] = duration<double>(cookie.expires->time_since_epoch()).count();
    }
    json["httpOnly"] = cookie.http_only;
    json["secure"] = cookie.secure;
    json["sameSite"] = std::string(word_for(cookie.same_site));
    return json;
}

} // namespace

bool looks_like_browser(const Json& document) {
    return document.is_array() ||
           (document.is_object() && document.contains("url") && list_in(document) != nullptr);
}

bool looks_like_playwright(const Json& document) {
    return document.is_object() && list_in(document) != nullptr && !document.contains("latch");
}

base::Result<Imported> import_browser(const Json& document, const Source& source) {
    const Json* const list = list_in(document);
    if (list == nullptr) {
        return unreadable(source.name, "it holds no list of cookies");
    }
    Intake intake(source.now);
    for (std::size_t at = 0; at < list->size(); ++at) {
        const std::string place = "cookies[" + std::to_string(at) + ']';
        Problem problem;
        Cookie cookie = read_cookie(Node((*list)[at], place, problem));
        if (problem.occurred()) {
            intake.leave(problem.cause());
        } else {
            intake.take(std::move(cookie), place);
        }
    }
    leave_storage(document, intake);
    return std::move(intake).done();
}

Exported export_playwright(const Session& session, base::Clock::time_point now) {
    Leftovers leftovers(session);
    Json json;
    json["cookies"] = Json::array();
    for (const Cookie& cookie : leftovers.textual(leftovers.portless(now))) {
        json["cookies"].push_back(json_of(cookie));
    }
    json["origins"] = Json::array();
    leftovers.note_origins_but(nullptr);
    leftovers.note_own(nullptr);
    return {.text = text_of(json), .left_behind = std::move(leftovers).list()};
}

} // namespace latch::session::interchange
