// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace latch::flow {

/// The text with all that XML 1.0 could not hold or a terminal or page would obey shown instead,
/// e.g. as "\x1b": controls but TAB, LF and CR, bytes that are no UTF-8, U+FFFE and U+FFFF; and,
/// e.g. as "\u202e", the separators of lines and what turns the direction of text.
std::string visible(std::string_view bytes);

/// The same in one line: TAB, LF and CR are shown, too.
std::string in_one_line(std::string_view bytes);

/// How much of a message or body a report has, in bytes before anything is escaped.
inline constexpr std::size_t excerpt_limit = std::size_t{64} << 10;

/// `visible` of what fits into `limit` bytes, and how many more there are.
std::string excerpt(std::string_view bytes, std::size_t limit = excerpt_limit);

/// `in_one_line` of what fits into `limit` bytes, and "..." if there are more.
std::string beginning(std::string_view bytes, std::size_t limit);

} // namespace latch::flow
