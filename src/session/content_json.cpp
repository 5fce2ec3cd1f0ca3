// SPDX-License-Identifier: MIT
#include "session/content_json.hpp"

#include "session/cookie_json.hpp"
#include "session/origin_json.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace latch::session {

namespace {

using http::LoopbackPorts;

std::string read_base(const Node& node) {
    std::string text = node.some_bytes();
    if (!http::parse_url(text)) {
        node.complain("is no URL");
    }
    return text;
}

LoopbackPorts read_ports(const Node& node) {
    const std::string text = node.bytes();
    if (text != "shared" && text != "separate") {
        node.complain(R"(must be "shared" or "separate")");
    }
    return text == "shared" ? LoopbackPorts::shared : LoopbackPorts::separate;
}

void read_origins(const Node& node, Session& session) {
    for (const auto& [name, origin] : node.members()) {
        OriginState state = read_origin(name, origin);
        if (session.find(state.origin) != nullptr) {
            origin.complain("is there twice, spelt differently");
        }
        session.origins.push_back(std::move(state));
    }
}

void read_cookies(const Node& node, Session& session) {
    std::vector<http::Cookie> cookies;
    for (const Node& element : node.elements()) {
        CookieNote read = read_cookie(element);
        cookies.push_back(read.cookie);
        if (!read.unknown.empty()) {
            session.cookie_notes.push_back(std::move(read));
        }
    }
    session.cookies.restore(std::move(cookies));
}

void add_notes(Json& json, const http::Cookie& cookie, const std::vector<CookieNote>& notes) {
    const auto note = std::ranges::find_if(notes, [&](const CookieNote& about) {
        return http::same_identity(about.cookie, cookie);
    });
    if (note != notes.end()) {
        add_unknown(json, note->unknown);
    }
}

} // namespace

void read_content(Members& members, Session& session) {
    if (const auto base = members.optional("base")) {
        session.base = read_base(*base);
    }
    if (const auto ports = members.optional("cookie_ports")) {
        session.cookies = http::CookieJar(read_ports(*ports));
    }
    const auto epoch = members.optional("epoch");
    session.epoch = epoch ? epoch->number(std::numeric_limits<std::uint32_t>::max()) : 0;
    if (const auto origins = members.optional("origins")) {
        read_origins(*origins, session);
    }
    if (const auto cookies = members.optional("cookies")) {
        read_cookies(*cookies, session);
    }
    if (const auto removals = members.optional("removed_cookies")) {
        for (const Node& removal : removals->elements()) {
            session.cookies.restore_removal(read_removal(removal));
        }
    }
    const UnknownMembers rest = members.rest();
    session.unknown.insert(session.unknown.end(), rest.begin(), rest.end());
}

void add_content(Json& json, const Session& session) {
    if (session.base) {
        json["base"] = json_of_bytes(*session.base);
    }
    json["origins"] = Json::object();
    for (const OriginState& state : session.origins) {
        json["origins"][http::to_string(state.origin)] = json_of(state);
    }
    if (session.cookies.loopback_ports() == LoopbackPorts::shared) {
        json["cookie_ports"] = "shared";
    }
    json["cookies"] = Json::array();
    for (const http::Cookie* cookie : session.cookies.all()) {
        json["cookies"].push_back(json_of(*cookie));
        add_notes(json["cookies"].back(), *cookie, session.cookie_notes);
    }
    if (!session.cookies.removals().empty()) {
        json["removed_cookies"] = Json::array();
    }
    for (const http::Cookie& cookie : session.cookies.removals()) {
        json["removed_cookies"].push_back(json_of_removal(cookie));
    }
    if (session.epoch.value_or(0) != 0) {
        json["epoch"] = *session.epoch;
    }
    add_unknown(json, session.unknown);
}

} // namespace latch::session
