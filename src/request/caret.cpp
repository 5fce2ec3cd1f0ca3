// SPDX-License-Identifier: MIT
#include "request/caret.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::request {

namespace {

bool begins_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
}

/// Characters, which are taken for columns: wide ones shift the caret, which is bearable.
std::size_t columns(std::string_view utf8) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, begins_character));
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

std::string caret_lines(std::string_view utf8, std::size_t at) {
    // Together a little less than a terminal's 80 columns.
    constexpr std::size_t shown_before = 40;
    constexpr std::size_t shown_behind = 24;
    const std::string_view before = tail(utf8.substr(0, at), shown_before);
    const std::string_view behind = head(utf8.substr(at), shown_behind);
    std::string lines = before.size() < at ? "..." : "";
    lines += base::printable(before);
    const std::size_t column = columns(lines);
    lines += base::printable(behind);
    lines += at + behind.size() < utf8.size() ? "...\n" : "\n";
    lines.append(column, ' ');
    lines += '^';
    return lines;
}

} // namespace latch::request
