// SPDX-License-Identifier: MIT
#include "flow/visible.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>

namespace latch::flow {

namespace {

/// The end of what fits into `limit` bytes, without half a character.
std::string_view fitting(std::string_view bytes, std::size_t limit) noexcept {
    if (bytes.size() <= limit) {
        return bytes;
    }
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(bytes[at]) & 0xC0U) == 0x80U;
    };
    std::size_t end = limit;
    while (end > 0 && limit - end < 3 && continues(end)) {
        --end;
    }
    return bytes.substr(0, end);
}

/// Of a character of three bytes.
unsigned code_of(std::string_view character) noexcept {
    const auto bits = [&](std::size_t at, unsigned mask) {
        return static_cast<unsigned char>(character[at]) & mask;
    };
    return bits(0, 0x0FU) << 12U | bits(1, 0x3FU) << 6U | bits(2, 0x3FU);
}

/// What XML cannot hold, and what ends lines or turns the text around it.
bool is_unfit(unsigned code) noexcept {
    return code >= 0xFFFE || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

} // namespace

std::string in_one_line(std::string_view bytes) {
    constexpr std::string_view possible_leads = "\xe2\xef"; // of all that have to be shown
    std::string text = base::printable(bytes);
    for (std::size_t at = 0; (at = text.find_first_of(possible_leads, at)) != std::string::npos;) {
        const unsigned code = code_of(std::string_view(text).substr(at, 3));
        if (is_unfit(code)) {
            const std::array<char, 2> halves{
                static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)};
            text.replace(at, 3, "\\u" + base::to_hex({halves.data(), halves.size()}));
        }
        ++at;
    }
    return text;
}

std::string visible(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (;;) {
        const std::size_t length = std::min(bytes.find_first_of("\t\n\r"), bytes.size());
        text += in_one_line(bytes.substr(0, length));
        if (length == bytes.size()) {
            return text;
        }
        text += bytes[length];
        bytes.remove_prefix(length + 1);
    }
}

std::string excerpt(std::string_view bytes, std::size_t limit) {
    const std::string_view shown = fitting(bytes, limit);
    std::string text = visible(shown);
    if (shown.size() < bytes.size()) {
        text += "\n[and " + base::counted(bytes.size() - shown.size(), "more byte") + "]";
    }
    return text;
}

std::string beginning(std::string_view bytes, std::size_t limit) {
    const std::string_view shown = fitting(bytes, limit);
    return in_one_line(shown) + (shown.size() < bytes.size() ? "..." : "");
}

} // namespace latch::flow
