// SPDX-License-Identifier: MIT
#include "latch/session/codec.hpp"

#include "session/cookie_json.hpp"
#include "session/document.hpp"
#include "session/interchange/httpie.hpp"
#include "session/node.hpp"
#include "session/origin_json.hpp"

#include "latch/session/store.hpp"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace latch::session {

namespace {

using http::LoopbackPorts;

/// The only format there is so far, of a session and of a bundle.
constexpr std::uint64_t current_format = 1;

/// What a file says that it is, by the member of "latch" that holds the format.
struct FileKind {
    std::string_view member;
    std::string_view other_member;
    std::string_view hint_for_other;
};

constexpr FileKind session_kind{
    .member = "session",
    .other_member = "sessions",
    .hint_for_other = "it is a bundle: latch session import FILE",
};

constexpr FileKind bundle_kind{
    .member = "sessions",
    .other_member = "session",
    .hint_for_other = "it is one session: latch --session FILE",
};

/// Checks the format in "latch"; gives its other members.
UnknownMembers read_format(const Node& node, const FileKind& kind) {
    Members members(node);
    const auto format = members.optional(kind.member);
    if (!format) {
        const bool is_other = members.optional(kind.other_member).has_value();
        node.complain(
            "has no member \"" + std::string(kind.member) + '"',
            is_other ? std::string(kind.hint_for_other) : ""
        );
        return {};
    }
    const auto number = format->number(std::numeric_limits<std::uint64_t>::max());
    if (number > current_format) {
        format->complain(
            "says that a newer latch wrote this (format " + std::to_string(number) + ")",
            "use a newer latch, or another session"
        );
    } else if (number != current_format) {
        format->complain("is no format that there ever was");
    }
    return members.rest();
}

UnknownMembers read_format_of(Members& file, const FileKind& kind) {
    if (const auto latch = file.optional("latch")) {
        return read_format(*latch, kind);
    }
    file.object().complain("is not a latch session: it has no member \"latch\"");
    return {};
}

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

/// All members but "latch".
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

/// "latch" as it was, but for the format.
Json json_of_format(const Session& session) {
    Json latch{{"session", current_format}};
    for (const auto& [name, text] : session.unknown) {
        if (name == "latch") {
            latch.update(Json::parse(text));
        }
    }
    return latch;
}

/// Unknown members of "latch" are kept as one unknown member of that name.
void keep_unknown_of_format(const UnknownMembers& unknown, Session& session) {
    if (!unknown.empty()) {
        Json json = Json::object();
        add_unknown(json, unknown);
        session.unknown.emplace_back("latch", json.dump());
    }
}

void add_notes(Json& json, const http::Cookie& cookie, const std::vector<CookieNote>& notes) {
    const auto note = std::ranges::find_if(notes, [&](const CookieNote& about) {
        return http::same_identity(about.cookie, cookie);
    });
    if (note != notes.end()) {
        add_unknown(json, note->unknown);
    }
}

/// A session within a bundle may do without "latch".
Session read_bundled(const std::string& name, const Node& node) {
    if (!is_session_name(name)) {
        node.complain("has a name that no session may have");
    }
    Members members(node);
    Session session;
    const auto latch = members.optional("latch");
    const UnknownMembers of_format = latch ? read_format(*latch, session_kind) : UnknownMembers{};
    read_content(members, session);
    keep_unknown_of_format(of_format, session);
    return session;
}

/// All members but "latch".
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

} // namespace

std::string encode(const Session& session) {
    Json json;
    json["latch"] = json_of_format(session);
    add_content(json, session);
    return text_of(json);
}

std::string encode_bundle(const Bundle& bundle) {
    Json json;
    json["latch"] = Json{{"sessions", current_format}};
    json["sessions"] = Json::object();
    for (const auto& [name, session] : bundle) {
        Json each;
        each["latch"] = json_of_format(session);
        add_content(each, session);
        json["sessions"][name] = std::move(each);
    }
    return text_of(json);
}

base::Result<Session> decode(std::string_view json, std::string_view name) {
    const auto document = parse_document(json, name);
    if (!document) {
        return document.error();
    }
    if (!document->contains("latch") && interchange::looks_like_httpie(*document)) {
        Session session;
        session.foreign = interchange::read_httpie(*document);
        session.epoch = 0;
        return session;
    }
    Problem problem;
    Members members(Node(*document, "", problem));
    const UnknownMembers of_format = read_format_of(members, session_kind);
    Session session;
    read_content(members, session);
    keep_unknown_of_format(of_format, session);
    if (problem.occurred()) {
        return problem.error(name);
    }
    return session;
}

base::Result<Bundle> decode_bundle(std::string_view json, std::string_view name) {
    const auto document = parse_document(json, name);
    if (!document) {
        return document.error();
    }
    Problem problem;
    Members members(Node(*document, "", problem));
    read_format_of(members, bundle_kind);
    Bundle sessions;
    for (const auto& [title, node] : members.required("sessions").members()) {
        sessions.emplace_back(title, read_bundled(title, node));
    }
    if (problem.occurred()) {
        return problem.error(name);
    }
    return sessions;
}

} // namespace latch::session
