// SPDX-License-Identifier: MIT
#include "latch/base/width.hpp"

#include <algorithm>
#include <cstdint>
#include <unistr.h>
#include <uniwidth.h>

namespace latch::base {

std::size_t display_width(std::string_view utf8) noexcept {
    std::size_t width = 0;
    while (!utf8.empty()) {
        ucs4_t character = 0;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the library's bytes
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
        const int length = u8_mbtoucr(&character, bytes, utf8.size());
        const bool is_whole = length > 0;
        width += is_whole ? static_cast<std::size_t>(std::max(uc_width(character, "UTF-8"), 0)) : 1;
        utf8.remove_prefix(is_whole ? static_cast<std::size_t>(length) : 1);
    }
    return width;
}

} // namespace latch::base
