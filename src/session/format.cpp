// SPDX-License-Identifier: MIT
#include "session/format.hpp"

#include <limits>
#include <string>

namespace latch::session {

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

Json json_of_format(const Session& session) {
    Json latch{{"session", current_format}};
    for (const auto& [name, text] : session.unknown) {
        if (name == "latch") {
            latch.update(Json::parse(text));
        }
    }
    return latch;
}

void keep_unknown_of_format(const UnknownMembers& unknown, Session& session) {
    if (!unknown.empty()) {
        Json json = Json::object();
        add_unknown(json, unknown);
        session.unknown.emplace_back("latch", json.dump());
    }
}

} // namespace latch::session
