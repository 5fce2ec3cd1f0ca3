// SPDX-License-Identifier: MIT
#pragma once

#include "session/json_writer.hpp"
#include "session/node.hpp"

#include "latch/session/session.hpp"

#include <cstddef>
#include <vector>

/// All members of a session but "latch".
namespace latch::session {

/// The cookies of a file, until it is known what jar they belong in.
class CookieList {
public:
    /// Has room for about that many.
    explicit CookieList(std::size_t expected) { cookies_.reserve(expected); }

    /// The next element of "cookies".
    void read(const Node& element);

    std::size_t size() const noexcept { return cookies_.size(); }

    void move_to(Session& session) &&;

private:
    std::vector<http::Cookie> cookies_;
    std::vector<CookieNote> notes_;
};

/// Of the cookies, `ahead` has read those that are no longer in the tree. What nobody knows is
/// kept.
void read_content(Members& members, CookieList ahead, Session& session);

/// Writes them into the object that is open.
void write_content(JsonWriter& json, const Session& session);

} // namespace latch::session
