// SPDX-License-Identifier: MIT
#pragma once

#include "request/key_path.hpp"

#include "latch/base/error.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace latch::request {

/// A JSON value that fields put together. Literals stay the text they are: numbers keep their
/// digits, and a literal is only taken apart when a later field reaches into it.
class JsonTree {
public:
    JsonTree();
    JsonTree(JsonTree&&) noexcept;
    JsonTree& operator=(JsonTree&&) noexcept;
    JsonTree(const JsonTree&) = delete;
    JsonTree& operator=(const JsonTree&) = delete;
    ~JsonTree();

    /// Puts `literal`, a valid JSON value, where the steps of `name` lead.
    ///
    /// What is missing on the way is made, nulls before an index too; a key keeps the place where
    /// it was first. Errors: `usage`, with carets, for a step that does not fit the value it meets.
    base::Result<void> set(std::string_view name, std::span<const Step> steps, std::string literal);

    /// Compact, but for what is inside of literals.
    std::string text() const;

private:
    class Node;
    std::unique_ptr<Node> root_;
};

} // namespace latch::request
