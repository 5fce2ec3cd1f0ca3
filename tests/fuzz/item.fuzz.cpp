// SPDX-License-Identifier: MIT
#include "latch/request/item.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes as text
    const std::string_view word(reinterpret_cast<const char*>(data), size);
    static_cast<void>(latch::request::parse_item(word));
    return 0;
}
