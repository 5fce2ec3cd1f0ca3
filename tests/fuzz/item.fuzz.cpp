// SPDX-License-Identifier: MIT
#include "latch/request/item.hpp"

#include "input.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view word = latch::test::text_of(data, size);
    static_cast<void>(latch::request::parse_item(word));
    return 0;
}
