// SPDX-License-Identifier: MIT
#include "latch/session/codec.hpp"

#include "session/content_json.hpp"
#include "session/format.hpp"
#include "session/interchange/httpie.hpp"

#include "latch/session/store.hpp"

#include <string>
#include <utility>

namespace latch::session {

namespace {

/// Bytes of a cookie in a file, to make room for all of them at once.
constexpr std::size_t about_a_cookie = 320;

/// A session within a bundle may do without "latch".
Session read_bundled(const std::string& name, const Node& node) {
    if (!is_session_name(name)) {
        node.complain("has a name that no session may have");
    }
    Members members(node);
    Session session;
    const auto latch = members.optional("latch");
    const UnknownMembers of_format = latch ? read_format(*latch, session_kind) : UnknownMembers{};
    read_content(members, CookieList(0), session);
    keep_unknown_of_format(of_format, session);
    return session;
}

void write_session(JsonWriter& json, const Session& session) {
    json.begin_object();
    json.member("latch").tree(json_of_format(session));
    write_content(json, session);
    json.end_object();
}

} // namespace

std::string encode(const Session& session) {
    JsonWriter json(about_a_cookie * (session.cookies.size() + 1));
    write_session(json, session);
    return std::move(json).take();
}

std::string encode_bundle(const Bundle& bundle) {
    JsonWriter json;
    json.begin_object();
    json.member("latch").tree(Json{{"sessions", current_format}});
    json.member("sessions").begin_object();
    for (const auto& [name, session] : bundle) {
        write_session(json.member(name), session);
    }
    json.end_object();
    json.end_object();
    return std::move(json).take();
}

base::Result<Session> decode(std::string_view json, std::string_view name) {
    CookieList cookies(json.size() / about_a_cookie);
    Problem of_cookies; // whether the format is one that is known matters more
    const auto read_cookie = [&](const Json& element) {
        const std::string place = "cookies[" + std::to_string(cookies.size()) + ']';
        cookies.read(Node(element, place, of_cookies));
    };
    const auto document =
        parse_document(json, name, {.array = "cookies", .behind = "latch", .take = read_cookie});
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
    read_content(members, std::move(cookies), session);
    keep_unknown_of_format(of_format, session);
    for (const Problem& each : {problem, of_cookies}) {
        if (each.occurred()) {
            return each.error(json, name);
        }
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
        return problem.error(json, name);
    }
    return sessions;
}

} // namespace latch::session
