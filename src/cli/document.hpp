// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The documents that are made from the tables of options and commands, and what they share.
namespace latch::cli {

/// man/latch.1 in man(7) macros.
std::string manual_page();

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

/// Of what is shown as plain text, in columns.
constexpr std::size_t page_width = 80;

/// The heading of a group, e.g. "Network".
std::string_view title(Group group) noexcept;

/// Methods worth offering; all others work as well.
constexpr std::string_view offered_methods = "GET HEAD POST PUT PATCH DELETE OPTIONS";

/// A summary with a capital and a full stop.
std::string sentence(std::string_view summary);

/// `text` in lines of at most `width` characters, broken at blanks.
std::vector<std::string> broken(std::string_view text, std::size_t width);

/// The names of the commands of this version, separated by blanks.
std::string offered_commands();

/// The same of `latch session`.
std::string offered_session_commands();

/// `text` with the first `place` in it replaced. The templates hold each place once.
std::string fill(std::string text, std::string_view place, std::string_view content);

/// `text` with a backslash before each character of `special`.
std::string backslashed(std::string_view text, std::string_view special);

} // namespace latch::cli
