// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/http/cookie_jar.hpp"
#include "latch/http/headers.hpp"

#include <cstdlib>

using namespace latch;

/// What is stored can be sent: no byte that would split the Cookie header gets through.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line = latch::test::text_of(data, size);
    const base::Clock::time_point now{std::chrono::hours(438'000)};
    const http::Url url{.host = "www.a.test", .path = "/b/c"};
    http::CookieJar jar;
    jar.store(line, url, now);
    if (!http::is_field_value(jar.header_for(url, now))) {
        std::abort();
    }
    return 0;
}
