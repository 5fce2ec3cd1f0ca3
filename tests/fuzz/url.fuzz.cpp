// SPDX-License-Identifier: MIT
#include "latch/http/url.hpp"

#include "input.hpp"

#include <cstdlib>

using namespace latch::http;

/// Whatever parses has a form that parses to the same again, and resolves as a reference.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = latch::test::text_of(data, size);
    if (const auto parsed = parse_url(text)) {
        const auto again = parse_url(to_string(parsed->url));
        if (!again || again->url != parsed->url) {
            std::abort();
        }
    }
    static_cast<void>(resolve_reference({.host = "a.test", .path = "/b/c"}, text));
    return 0;
}
