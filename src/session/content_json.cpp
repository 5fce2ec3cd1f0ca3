// SPDX-License-Identifier: MIT
#include "session/content_json.hpp"

#include "session/cookie_json.hpp"
#include "session/origin_json.hpp"

#include <limits>
#include <map>
#include <span>
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

/// What was said of cookies beyond what is known, to be found by their identity.
class Notes {
public:
    explicit Notes(const std::vector<CookieNote>& notes) {
        for (const CookieNote& note : notes) {
            by_identity_.emplace(http::identity_of(note.cookie), &note.unknown);
        }
    }

    const UnknownMembers& about(const http::Cookie& cookie) const {
        static const UnknownMembers nothing;
        const auto found = by_identity_.find(http::identity_of(cookie));
        return found == by_identity_.end() ? nothing : *found->second;
    }

private:
    std::map<decltype(http::identity_of(http::Cookie())), const UnknownMembers*> by_identity_;
};

void write_origins(JsonWriter& json, const std::vector<OriginState>& origins) {
    json.begin_object();
    for (const OriginState& state : origins) {
        json.member(http::to_string(state.origin)).tree(json_of(state));
    }
    json.end_object();
}

void write_cookies(JsonWriter& json, const Session& session) {
    const Notes notes(session.cookie_notes);
    json.begin_array();
    for (const http::Cookie* cookie : session.cookies.all()) {
        write_cookie(json, *cookie, notes.about(*cookie));
    }
    json.end_array();
}

void write_removals(JsonWriter& json, std::span<const http::Cookie> removals) {
    json.begin_array();
    for (const http::Cookie& cookie : removals) {
        write_removal(json, cookie);
    }
    json.end_array();
}

} // namespace

void CookieList::read(const Node& element) {
    CookieNote read = read_cookie(element);
    if (!read.unknown.empty()) {
        notes_.push_back(read);
    }
    cookies_.push_back(std::move(read.cookie));
}

void CookieList::move_to(Session& session) && {
    session.cookies.restore(std::move(cookies_));
    session.cookie_notes = std::move(notes_);
}

void read_content(Members& members, CookieList ahead, Session& session) {
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
        for (const Node& element : cookies->elements()) {
            ahead.read(element);
        }
    }
    std::move(ahead).move_to(session);
    if (const auto removals = members.optional("removed_cookies")) {
        for (const Node& removal : removals->elements()) {
            session.cookies.restore_removal(read_removal(removal));
        }
    }
    const UnknownMembers rest = members.rest();
    session.unknown.insert(session.unknown.end(), rest.begin(), rest.end());
}

void write_content(JsonWriter& json, const Session& session) {
    if (session.base) {
        json.member("base").bytes(*session.base);
    }
    write_origins(json.member("origins"), session.origins);
    if (session.cookies.loopback_ports() == LoopbackPorts::shared) {
        json.member("cookie_ports").text("shared");
    }
    write_cookies(json.member("cookies"), session);
    if (!session.cookies.removals().empty()) {
        write_removals(json.member("removed_cookies"), session.cookies.removals());
    }
    if (session.epoch.value_or(0) != 0) {
        json.member("epoch").number(*session.epoch);
    }
    for (const UnknownMembers::value_type& each : session.unknown) {
        if (each.first != "latch") { // was written with the format
            write_unknown(json, {each});
        }
    }
}

} // namespace latch::session
