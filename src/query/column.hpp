// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace latch::query {

/// The column, counted in characters from 1, of the byte at `offset` of a UTF-8 text.
constexpr std::size_t column_at(std::string_view text, std::size_t offset) noexcept {
    std::size_t column = 1;
    for (const char byte : text.substr(0, offset)) {
        column += (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U ? 0U : 1U;
    }
    return column;
}

} // namespace latch::query
