// SPDX-License-Identifier: MIT
#include "interchange.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = latch::test::text_of(data, size);
    latch::test::check_import(text, latch::session::interchange::Format::har);
    return 0;
}
