// SPDX-License-Identifier: MIT
#include "session/interchange/httpie.hpp"

#include "session/interchange/intake.hpp"
#include "session/interchange/leftovers.hpp"
#include "session/interchange/lenient.hpp"
#include "session/json_writer.hpp"
#include "session/node.hpp"

#include "latch/base/text.hpp"
#include "latch/session/delta.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::session::interchange {

namespace {

using access::Scheme;
using http::Cookie;

/// What Python's cookie jar makes of a host without a dot; HTTPie writes it into the file.
constexpr std::string_view python_local = ".local";

std::string domain_of(const Node& node) {
    std::string domain = node.bytes();
    if (domain == "localhost" + std::string(python_local)) {
        domain.resize(domain.size() - python_local.size());
    }
    return domain;
}

/// Python writes a dot before a domain that Set-Cookie named, and none before a host; xh writes
/// none at all, and the narrower meaning is the safe one.
Cookie read_cookie(const Node& node, std::string name) {
    Members members(node);
    Cookie cookie;
    cookie.name = std::move(name);
    if (const auto domain = members.optional("domain")) {
        cookie.domain = domain_of(*domain);
    }
    cookie.host_only = !cookie.domain.starts_with('.');
    if (const auto value = members.optional("value")) {
        cookie.value = value->bytes();
    }
    if (const auto path = members.optional("path")) {
        cookie.path = path->bytes();
    }
    if (const auto secure = members.optional("secure")) {
        cookie.secure = secure->flag();
    }
    if (const auto expires = members.optional("expires")) {
        cookie.expires = moment_of(expires->real());
    }
    return cookie;
}

/// Reads one element by itself, so that one that is broken does not spoil the others.
template <class Read>
void attempt(const Json& json, const std::string& path, Foreign& into, Read read) {
    Problem problem;
    auto result = read(Node(json, path, problem));
    if (problem.occurred()) {
        into.left_behind.push_back(problem.cause());
    } else {
        into.cookies.push_back(std::move(result));
    }
}

/// A list in the new layout, an object of name and attributes in the old one.
void read_cookies(const Json& cookies, Foreign& into) {
    std::size_t at = 0;
    for (const auto& item : cookies.items()) {
        const std::string path = "cookies[" + std::to_string(at++) + ']';
        attempt(item.value(), path, into, [&](const Node& node) {
            return read_cookie(
                node, cookies.is_object() ? item.key() : Members(node).required("name").bytes()
            );
        });
    }
}

void add_header(http::Header header, Foreign& into) {
    if (is_kept(header)) {
        into.headers.add(std::move(header.name), std::move(header.value));
    } else {
        into.left_behind.push_back("header " + header.name);
    }
}

void read_headers(const Json& headers, Foreign& into) {
    for (const auto& [key, json] : headers.items()) {
        if (headers.is_object()) {
            add_header({key, text_at(headers, key)}, into);
        } else {
            add_header({text_at(json, "name"), text_at(json, "value")}, into);
        }
    }
}

/// {"type": …, "raw_auth": "user:password"}, or with both apart in the old layout.
void read_auth(const Json& auth, Foreign& into) {
    const std::string type = text_at(auth, "type");
    const std::string raw = text_at(auth, "raw_auth");
    StoredAuth stored;
    if (type == "bearer") {
        stored.account.scheme = Scheme::bearer;
        stored.account.secret.text = base::Secret(raw);
    } else if (type == "basic" || type == "digest") {
        stored.account.scheme = type == "basic" ? Scheme::basic : Scheme::digest;
        const auto [user, password] = base::split_once(raw, ':').value_or(
            std::pair<std::string_view, std::string_view>(raw, {})
        );
        stored.account.user = raw.empty() ? text_at(auth, "username") : std::string(user);
        stored.account.secret.text =
            base::Secret(raw.empty() ? text_at(auth, "password") : std::string(password));
    } else {
        if (!type.empty()) {
            into.left_behind.push_back("credentials of the type " + type);
        }
        return;
    }
    if (access::is_user_name(stored.account.user)) {
        into.auth = std::move(stored);
    } else {
        into.left_behind.emplace_back("credentials of a user whose name no session can hold");
    }
}

/// The host that HTTPie has to be told so that it comes to the same again.
std::string written_domain(const Cookie& cookie) {
    const bool has_dot = cookie.domain.find_first_of(".:") != std::string::npos;
    return (cookie.host_only ? "" : ".") + cookie.domain + std::string(has_dot ? "" : python_local);
}

Json json_of(const Cookie& cookie) {
    Json json;
    json["domain"] = written_domain(cookie);
    json["expires"] = nullptr;
    if (cookie.expires) {
        json["expires"] =
            std::chrono::ceil<std::chrono::seconds>(cookie.expires->time_since_epoch()).count();
    }
    json["name"] = cookie.name;
    json["path"] = cookie.path;
    json["secure"] = cookie.secure;
    json["value"] = cookie.value;
    return json;
}

Json json_of_headers(const OriginState* home, Leftovers& leftovers) {
    Json headers = Json::array();
    for (const http::Header& header : home != nullptr ? home->headers : http::Headers()) {
        if (base::is_utf8(header.value)) {
            headers.push_back(Json{{"name", header.name}, {"value", header.value}});
        } else {
            leftovers.note("header " + header.name + ": it is no text in UTF-8");
        }
    }
    return headers;
}

Json json_of_auth(const OriginState* home, Leftovers& leftovers) {
    Json none{{"type", nullptr}, {"username", nullptr}, {"password", nullptr}};
    if (home == nullptr || !home->auth) {
        return none;
    }
    const access::Account& account = home->auth->account;
    const std::string_view secret = account.secret.text.reveal();
    if (!is_literal(*home->auth) || !base::is_utf8(account.user) || !base::is_utf8(secret)) {
        leftovers.note_auth(*home);
        return none;
    }
    const std::string user = account.scheme == Scheme::bearer ? "" : account.user + ':';
    return Json{
        {"type", std::string(access::to_string(account.scheme))},
        {"raw_auth", user + std::string(secret)}};
}

} // namespace

bool looks_like_httpie(const Json& document) {
    if (!document.is_object()) {
        return false;
    }
    const Json& meta = member(document, "__meta__");
    const bool says_so = meta.is_object() && (meta.contains("httpie") || meta.contains("xh"));
    return says_so || (document.contains("auth") && document.contains("cookies") &&
                       document.contains("headers"));
}

Foreign read_httpie(const Json& document) {
    Foreign foreign;
    for (const auto& [name, json] : document.items()) {
        if (name == "cookies" && json.is_structured()) {
            read_cookies(json, foreign);
        } else if (name == "headers" && json.is_structured()) {
            read_headers(json, foreign);
        } else if (name == "auth" && json.is_object()) {
            read_auth(json, foreign);
        } else if (name != "__meta__" && !json.is_null()) {
            foreign.left_behind.push_back(name);
        }
    }
    return foreign;
}

Exported export_httpie(const Session& session, base::Clock::time_point now) {
    Leftovers leftovers(session);
    const OriginState* const home = home_of(session);
    Json json;
    json["__meta__"] = Json{
        {"about", "HTTPie session file"},
        {"help", "https://httpie.io/docs#sessions"},
        {"httpie", "3.2.1"}};
    json["auth"] = json_of_auth(home, leftovers);
    json["cookies"] = Json::array();
    const std::vector<Cookie> cookies = leftovers.textual(leftovers.portless(now));
    for (const Cookie& cookie : cookies) {
        json["cookies"].push_back(json_of(cookie));
    }
    json["headers"] = json_of_headers(home, leftovers);
    leftovers.note_lost("HttpOnly", cookies, [](const Cookie& cookie) { return cookie.http_only; });
    leftovers.note_lost("SameSite", cookies, [](const Cookie& cookie) {
        return cookie.same_site != http::SameSite::unset;
    });
    leftovers.note_origins_but(home);
    leftovers.note_own(home);
    return {.text = text_of(json), .left_behind = std::move(leftovers).list()};
}

} // namespace latch::session::interchange
