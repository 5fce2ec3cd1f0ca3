// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace latch::query {

/// A regular expression in the syntax of Perl, over the text of an answer.
///
/// Both are taken for UTF-8, so that "." is one character and not one byte of it; each byte that
/// is no UTF-8 counts as a character of its own. As in Perl "." is no line feed and "^" and "$"
/// are the ends of the text, unless "(?s)" or "(?m)" stands before. Classes such as "\w" and
/// "(?i)" know ASCII only.
class Pattern {
public:
    /// An error of kind `usage` if it is none, with the column where that shows.
    static base::Result<Pattern> parse(std::string_view expression);

    /// An error of kind `protocol` if the search was given up: see `first_in`.
    base::Result<bool> is_found_in(std::string_view text) const;

    /// The first group at the first place where the expression matches, or all of the match if it
    /// has no group; nothing where it does not match, or the group has no part in it.
    ///
    /// Expressions that try many ways to match, such as "(a+)+b", are given up after a hundred
    /// million steps, or once they take 64 MiB to remember where to go back to: an error of kind
    /// `protocol`.
    base::Result<std::optional<std::string>> first_in(std::string_view text) const;

private:
    struct Compiled;

    explicit Pattern(std::shared_ptr<const Compiled> compiled);

    /// Behind a pointer, because the library's headers take seconds to compile; shared between
    /// copies, as it never changes.
    std::shared_ptr<const Compiled> compiled_;
};

} // namespace latch::query
