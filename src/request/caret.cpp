// SPDX-License-Identifier: MIT
#include "request/caret.hpp"

#include "latch/base/text.hpp"
#include "latch/base/width.hpp"

#include <algorithm>

namespace latch::request {

namespace {

bool begins_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

/// The last `limit` characters of a text.
std::string_view tail(std::string_view utf8, std::size_t limit) noexcept {
    std::size_t begin = utf8.size();
    while (begin > 0 && limit > 0) {
        --begin;
        limit -= begins_character(utf8[begin]) ? 1U : 0U;
    }
    return utf8.substr(begin);
}

/// The first `limit` characters of a text.
std::string_view head(std::string_view utf8, std::size_t limit) noexcept {
    std::size_t end = 0;
    while (end < utf8.size() && (limit > 0 || !begins_character(utf8[end]))) {
        limit -= begins_character(utf8[end]) ? 1U : 0U;
        ++end;
    }
    return utf8.substr(0, end);
}

} // namespace

std::string caret_lines(std::string_view utf8, std::size_t at, std::size_t length) {
    // Together a little less than a terminal's 80 columns.
    constexpr std::size_t shown_before = 40;
    constexpr std::size_t shown_behind = 24;
    const std::string_view before = tail(utf8.substr(0, at), shown_before);
    const std::string_view behind = head(utf8.substr(at), shown_behind);
    std::string lines = before.size() < at ? "..." : "";
    lines += base::printable(before);
    const std::size_t column = base::display_width(lines);
    lines += base::printable(behind);
    lines += at + behind.size() < utf8.size() ? "...\n" : "\n";
    lines.append(column, ' ');
    const std::size_t width = base::display_width(base::printable(behind.substr(0, length)));
    lines.append(std::max(width, std::size_t{1}), '^');
    return lines;
}

} // namespace latch::request
