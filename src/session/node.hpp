// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include "latch/base/environment.hpp"
#include "latch/session/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::session {

/// The first thing that is wrong with a file; nothing is looked at before all has been checked, so
/// readers may go on with a stand-in.
class Problem {
public:
    void note(const std::string& path, const std::string& what);
    void note(const std::string& path, const std::string& what, std::string hint);

    bool occurred() const noexcept { return !what_.empty(); }

    /// "cookies[3].name must be text"
    std::string cause() const;

    /// The same as an error of the file with that text and name: it says at which byte.
    base::Error error(std::string_view text, std::string_view name) const;

private:
    std::string path_;
    std::string what_;
    std::string hint_;
};

/// A value of the file and the path of members that leads to it. What cannot be read is noted as
/// the problem and stood in for by an empty value. The tree and the problem outlive it.
class Node {
public:
    Node(const Json& value, std::string path, Problem& problem)
        : value_(&value), parent_(std::move(path)), problem_(&problem) {}

    /// "cookies[3].name must be text": `what` is "must be text".
    void complain(const std::string& what) const { problem_->note(path(), what); }

    void complain(const std::string& what, std::string hint) const {
        problem_->note(path(), what, std::move(hint));
    }

    /// Put together only when it is asked for, which it is where something is wrong.
    std::string path() const;

    bool is_text() const noexcept { return value_->is_string(); }

    bool is_whole_number() const noexcept { return value_->is_number_unsigned(); }

    bool is_object() const noexcept { return value_->is_object(); }

    /// Whether it is {"base64": "…"}.
    bool is_tagged() const;

    /// Text, or the bytes of {"base64": "…"}.
    std::string bytes() const;
    /// `bytes`, of which there must be some.
    std::string some_bytes() const;
    bool flag() const;
    /// A whole number from 0 to `most`.
    std::uint64_t number(std::uint64_t most) const;
    /// Any number.
    double real() const;
    base::Clock::time_point moment() const;
    std::vector<Node> elements() const;
    /// In the order of the file.
    std::vector<std::pair<std::string, Node>> members() const;

private:
    friend class Members;

    Node child(const Json& value, std::string_view member) const;

    const Json* value_;
    std::string parent_;                     ///< the path as far as `member_`, or all of it
    std::optional<std::string_view> member_; ///< owned by the tree, or by the code that asks
    Problem* problem_;
};

/// The members of an object, taken by name, so that what nobody took is known at the end.
class Members {
public:
    explicit Members(Node object);

    const Node& object() const noexcept { return object_; }

    /// Nothing for a member that is missing or null. The name outlives the node.
    std::optional<Node> optional(std::string_view name);
    /// Complains about one that is missing.
    Node required(std::string_view name);
    /// What has not been taken.
    UnknownMembers rest() const;

private:
    Node object_;
    std::vector<std::string_view> taken_;
};

/// The value of a member for `bytes` to read: text if it is UTF-8, else {"base64": "…"}.
Json json_of_bytes(std::string_view bytes);

/// Adds members that were preserved, behind those that are there and never in their place.
void add_unknown(Json& object, const UnknownMembers& unknown);

} // namespace latch::session
