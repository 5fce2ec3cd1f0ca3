// SPDX-License-Identifier: MIT
#include "latch/http/retry_after.hpp"

#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace latch::http {

std::optional<std::chrono::seconds>
parse_retry_after(const Headers& headers, base::Clock::time_point received) {
    using std::chrono::seconds;
    const auto field = headers.find("Retry-After");
    if (!field) {
        return std::nullopt;
    }
    const std::string_view text = base::trim(*field);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc::invalid_argument && end == text.data() + text.size()) {
        const bool is_beyond = error == std::errc::result_out_of_range;
        return seconds(is_beyond ? std::numeric_limits<std::uint32_t>::max() : number);
    }
    // A cookie's date may be written in more ways than this one, but in no other sense.
    const auto date = parse_cookie_date(text);
    if (!date) {
        return std::nullopt;
    }
    const auto sent = parse_cookie_date(headers.find("Date").value_or("")).value_or(received);
    return std::max(seconds(0), std::chrono::ceil<seconds>(*date - sent));
}

} // namespace latch::http
