// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::base {

/// A word of a command line, its quotes taken away.
struct ShellWord {
    std::string text;
    bool is_known = true; ///< false if a shell would have put something else in: $HOME, `date`
    std::size_t line = 1; ///< where it begins in the text, from 1

    bool operator==(const ShellWord&) const = default;
};

/// A command and its arguments.
using ShellCommand = std::vector<ShellWord>;

/// Splits text as a POSIX shell does (XCU 2.2 and 2.3), and does nothing of what the text asks for:
/// no expansion, no execution. $'…' is taken as bash has it, since browsers write it. A line end,
/// `;`, `&` and `|` end a command; a redirection is a word that begins with its `<` or `>`. A
/// quote that is never closed ends with the text.
std::vector<ShellCommand> split_commands(std::string_view text);

} // namespace latch::base
