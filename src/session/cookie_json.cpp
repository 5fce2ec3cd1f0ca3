// SPDX-License-Identifier: MIT
#include "session/cookie_json.hpp"

#include "latch/base/text.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace latch::session {

namespace {

using base::Clock;
using http::SameSite;

constexpr std::size_t longest_pair = 4096; // 6265bis-22, 5.6

struct SameSiteName {
    SameSite value;
    std::string_view name;
};

constexpr std::array<SameSiteName, 3> same_site_names{{
    {SameSite::none, "none"},
    {SameSite::lax, "lax"},
    {SameSite::strict, "strict"},
}};

void write_same_site(JsonWriter& json, SameSite same_site) {
    const auto* const known = std::ranges::find(same_site_names, same_site, &SameSiteName::value);
    if (known == same_site_names.end()) {
        json.null();
    } else {
        json.text(known->name);
    }
}

/// Where a cookie belongs.
void write_place(JsonWriter& json, const http::Cookie& cookie) {
    json.member("domain").bytes(cookie.domain);
    json.member("host_only").flag(cookie.host_only);
    json.member("path").bytes(cookie.path);
    if (cookie.port != 0) {
        json.member("port").number(cookie.port);
    }
}

SameSite read_same_site(const Node& node) {
    const std::string text = node.bytes();
    for (const SameSiteName& known : same_site_names) {
        if (base::iequals(text, known.name)) {
            return known.value;
        }
    }
    node.complain(R"(must be "none", "lax", "strict" or null)");
    return SameSite::unset;
}

bool holds_any_of(std::string_view text, std::string_view separators) noexcept {
    return std::ranges::any_of(text, [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f ||
               separators.find(c) != std::string_view::npos;
    });
}

/// Bytes of a part of a cookie, without controls and what would end the part.
std::string read_part(const Node& node, std::string_view separators) {
    std::string text = node.bytes();
    if (holds_any_of(text, separators)) {
        node.complain("holds a byte that no cookie may hold there");
    }
    return text;
}

/// A host as URLs have it. That it is no public suffix the jar sees to before it sends anything:
/// the list changes, and that must not make a file useless.
std::string read_domain(const Node& node) {
    std::string bytes = node.some_bytes();
    if (bytes.starts_with('/')) {
        return bytes; // the path of a unix socket
    }
    std::string domain = base::to_ascii_lower(bytes);
    const bool plain = std::ranges::all_of(domain, [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
               std::string_view("-._:").find(c) != std::string_view::npos;
    });
    if (!plain || domain.starts_with('.') || domain.ends_with('.')) {
        node.complain("must be a host name without dots at its ends, or an IP address");
    }
    return domain;
}

std::string read_path(const Node& node) {
    std::string path = read_part(node, ";");
    if (!path.starts_with('/')) {
        node.complain("must begin with /");
    }
    return path;
}

void check_pair(const Node& node, const http::Cookie& cookie) {
    const std::size_t length = cookie.name.size() + cookie.value.size();
    if (length == 0) {
        node.complain("has neither a name nor a value");
    }
    if (length > longest_pair) {
        node.complain("is longer than " + std::to_string(longest_pair) + " bytes");
    }
}

void read_times(Members& members, http::Cookie& cookie) {
    if (const auto expires = members.optional("expires")) {
        cookie.expires = expires->moment();
    }
    if (const auto created = members.optional("created")) {
        cookie.created = created->moment();
    }
    const auto updated = members.optional("updated");
    cookie.updated = updated ? updated->moment() : cookie.created;
}

void read_identity(Members& members, http::Cookie& cookie) {
    cookie.name = read_part(members.required("name"), ";=");
    cookie.domain = read_domain(members.required("domain"));
    if (const auto host_only = members.optional("host_only")) {
        cookie.host_only = host_only->flag();
    }
    if (const auto path = members.optional("path")) {
        cookie.path = read_path(*path);
    }
    if (const auto port = members.optional("port")) {
        constexpr auto most = std::numeric_limits<std::uint16_t>::max();
        cookie.port = static_cast<std::uint16_t>(port->number(most));
    }
}

void read_flags(Members& members, http::Cookie& cookie) {
    if (const auto secure = members.optional("secure")) {
        cookie.secure = secure->flag();
    }
    if (const auto http_only = members.optional("http_only")) {
        cookie.http_only = http_only->flag();
    }
    if (const auto same_site = members.optional("same_site")) {
        cookie.same_site = read_same_site(*same_site);
    }
}

} // namespace

void write_removal(JsonWriter& json, const http::Cookie& cookie) {
    json.begin_object();
    json.member("name").bytes(cookie.name);
    write_place(json, cookie);
    json.member("removed").text(timestamp(cookie.updated));
    json.end_object();
}

http::Cookie read_removal(const Node& node) {
    Members members(node);
    http::Cookie cookie;
    read_identity(members, cookie);
    cookie.updated = members.required("removed").moment();
    return cookie;
}

void write_cookie(JsonWriter& json, const http::Cookie& cookie, const UnknownMembers& unknown) {
    json.begin_object();
    json.member("name").bytes(cookie.name);
    json.member("value").bytes(cookie.value);
    write_place(json, cookie);
    json.member("secure").flag(cookie.secure);
    json.member("http_only").flag(cookie.http_only);
    write_same_site(json.member("same_site"), cookie.same_site);
    if (cookie.expires) {
        json.member("expires").text(timestamp(whole_seconds(*cookie.expires)));
    } else {
        json.member("expires").null();
    }
    json.member("created").text(timestamp(cookie.created));
    if (cookie.updated != cookie.created) {
        json.member("updated").text(timestamp(cookie.updated));
    }
    write_unknown(json, unknown);
    json.end_object();
}

CookieNote read_cookie(const Node& node) {
    Members members(node);
    http::Cookie cookie;
    read_identity(members, cookie);
    cookie.value = read_part(members.required("value"), ";");
    read_flags(members, cookie);
    read_times(members, cookie);
    check_pair(node, cookie);
    return {.cookie = std::move(cookie), .unknown = members.rest()};
}

} // namespace latch::session
