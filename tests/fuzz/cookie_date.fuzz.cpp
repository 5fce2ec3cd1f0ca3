// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/http/cookie.hpp"

#include <cstdlib>
#include <string>

using namespace latch;

/// A date is the same with delimiters around it.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(test::text_of(data, size));
    if (http::parse_cookie_date(" ;" + text + ", ") != http::parse_cookie_date(text)) {
        std::abort();
    }
    return 0;
}
