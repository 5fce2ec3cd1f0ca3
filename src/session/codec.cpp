// SPDX-License-Identifier: MIT
#include "latch/session/codec.hpp"

#include "session/content_json.hpp"
#include "session/format.hpp"
#include "session/interchange/httpie.hpp"

#include "latch/session/store.hpp"

#include <utility>

namespace latch::session {

namespace {

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
