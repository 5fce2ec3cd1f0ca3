// SPDX-License-Identifier: MIT
#include "latch/http/cookie_jar.hpp"
#include "latch/http/headers.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace latch;

/// What is stored can be sent: no byte that would split the Cookie header gets through.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes as text
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const base::Clock::time_point now{std::chrono::hours(438'000)};
    const http::Url url{.host = "www.a.test", .path = "/b/c"};
    http::CookieJar jar;
    jar.store(line, url, now);
    if (!http::is_field_value(jar.header_for(url, now))) {
        std::abort();
    }
    static_cast<void>(http::parse_cookie_date(line));
    return 0;
}
