// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"
#include "session/node.hpp"

#include "latch/session/session.hpp"

#include <cstdint>
#include <string_view>

/// The member "latch", by which a file says what it is.
namespace latch::session {

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
UnknownMembers read_format(const Node& node, const FileKind& kind);

/// The same in a file, which must have that member.
UnknownMembers read_format_of(Members& file, const FileKind& kind);

/// Keeps unknown members of "latch" as one unknown member of that name.
void keep_unknown_of_format(const UnknownMembers& unknown, Session& session);

/// "latch" as it was, but for the format.
Json json_of_format(const Session& session);

} // namespace latch::session
