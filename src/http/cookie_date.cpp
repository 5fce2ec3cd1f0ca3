// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"
#include "latch/http/cookie.hpp"

#include <algorithm>
#include <array>

namespace latch::http {

namespace {

using namespace std::chrono;

/// What has been found of a date so far; each part is taken once.
struct DateParts {
    std::optional<seconds> time; ///< of day
    std::optional<unsigned> day;
    std::optional<unsigned> month;
    std::optional<int> year;
};

constexpr bool is_delimiter(char c) noexcept {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) || (byte >= 0x3b && byte <= 0x40) ||
           (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

/// Takes the run of digits that `text` begins with, if it is of `least` to `most` digits.
std::optional<unsigned>
take_number(std::string_view& text, std::size_t least, std::size_t most) noexcept {
    const auto* const end = std::ranges::find_if_not(text, base::is_ascii_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    if (length < least || length > most) {
        return std::nullopt;
    }
    const auto number = base::parse_decimal(text.substr(0, length));
    text.remove_prefix(length);
    return static_cast<unsigned>(*number);
}

bool take_colon(std::string_view& text) noexcept {
    if (!text.starts_with(':')) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// The time of day; out of range values are found all the same and fail the date in the end.
bool take_time(std::string_view token, DateParts& parts) noexcept {
    const auto hour = take_number(token, 1, 2);
    if (parts.time || !hour || !take_colon(token)) {
        return false;
    }
    const auto minute = take_number(token, 1, 2);
    if (!minute || !take_colon(token)) {
        return false;
    }
    const auto second = take_number(token, 1, 2);
    if (!second) {
        return false;
    }
    constexpr seconds impossible = days(1);
    parts.time = *hour > 23 || *minute > 59 || *second > 59
                     ? impossible
                     : hours(*hour) + minutes(*minute) + seconds(*second);
    return true;
}

bool take_day(std::string_view token, DateParts& parts) noexcept {
    if (parts.day) {
        return false;
    }
    parts.day = take_number(token, 1, 2);
    return parts.day.has_value();
}

bool take_month(std::string_view token, DateParts& parts) noexcept {
    constexpr std::array<std::string_view, 12> names = {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    const auto* const found = std::ranges::find_if(names, [&](std::string_view name) {
        return base::istarts_with(token, name);
    });
    if (parts.month || found == names.end()) {
        return false;
    }
    parts.month = static_cast<unsigned>(found - names.begin()) + 1;
    return true;
}

bool take_year(std::string_view token, DateParts& parts) noexcept {
    const auto number = take_number(token, 2, 4);
    if (parts.year || !number) {
        return false;
    }
    const unsigned century = *number >= 100 ? 0 : *number >= 70 ? 1900 : 2000;
    parts.year = static_cast<int>(*number + century);
    return true;
}

DateParts parts_of(std::string_view text) noexcept {
    DateParts parts;
    while (!text.empty()) {
        const auto* const end = std::ranges::find_if(text, is_delimiter);
        const std::string_view token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(std::min(token.size() + 1, text.size()));
        static_cast<void>(
            take_time(token, parts) || take_day(token, parts) || take_month(token, parts) ||
            take_year(token, parts)
        );
    }
    return parts;
}

/// The clock counts nanoseconds in 64 bits: 1677 to 2262. What lies beyond becomes its end.
base::Clock::time_point clamped(sys_seconds moment) noexcept {
    if (moment > floor<seconds>(base::Clock::time_point::max())) {
        return base::Clock::time_point::max();
    }
    if (moment < ceil<seconds>(base::Clock::time_point::min())) {
        return base::Clock::time_point::min();
    }
    return moment;
}

} // namespace

std::optional<base::Clock::time_point> parse_cookie_date(std::string_view text) {
    const DateParts parts = parts_of(text);
    if (!parts.time || !parts.day || !parts.month || !parts.year) {
        return std::nullopt;
    }
    const year_month_day date(year(*parts.year), month(*parts.month), day(*parts.day));
    if (!date.ok() || *parts.year < 1601 || *parts.time >= days(1)) {
        return std::nullopt;
    }
    return clamped(sys_days(date) + *parts.time);
}

} // namespace latch::http
