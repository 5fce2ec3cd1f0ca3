// SPDX-License-Identifier: MIT
#include "latch/session/timestamp.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <chrono>

namespace latch::session {

namespace {

using namespace std::chrono;
using base::Clock;

std::string padded(long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// Takes exactly `width` digits and the mark that follows them.
std::optional<unsigned>
take(std::string_view& text, std::size_t width, std::string_view mark) noexcept {
    const std::string_view digits = text.substr(0, width);
    const auto number = base::parse_decimal(digits);
    if (digits.size() != width || !number || !text.substr(width).starts_with(mark)) {
        return std::nullopt;
    }
    text.remove_prefix(width + mark.size());
    return static_cast<unsigned>(*number);
}

std::optional<sys_days> take_date(std::string_view& text) noexcept {
    const auto y = take(text, 4, "-");
    const auto m = y ? take(text, 2, "-") : std::nullopt;
    const auto d = m ? take(text, 2, "T") : std::nullopt;
    if (!d) {
        return std::nullopt;
    }
    const year_month_day date(year(static_cast<int>(*y)), month(*m), day(*d));
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

std::optional<seconds> take_time(std::string_view& text) noexcept {
    const auto h = take(text, 2, ":");
    const auto m = h ? take(text, 2, ":") : std::nullopt;
    const auto s = m ? take(text, 2, "") : std::nullopt;
    if (!s || *h > 23 || *m > 59 || *s > 59) {
        return std::nullopt;
    }
    return hours(*h) + minutes(*m) + seconds(*s);
}

/// The digits after the point and the zone, which end the text; there may be no point.
std::optional<nanoseconds> take_fraction(std::string_view text) {
    if (text == "Z") {
        return nanoseconds(0);
    }
    constexpr std::size_t most = 9;
    if (!text.starts_with('.') || !text.ends_with('Z') || text.size() > most + 2) {
        return std::nullopt;
    }
    std::string digits(text.substr(1, text.size() - 2));
    digits.resize(digits.empty() ? 0 : most, '0');
    const auto number = base::parse_decimal(digits);
    return number ? std::optional(nanoseconds(*number)) : std::nullopt;
}

Clock::time_point clamped(sys_seconds moment, nanoseconds fraction) noexcept {
    if (moment >= floor<seconds>(Clock::time_point::max())) {
        return Clock::time_point::max();
    }
    if (moment < ceil<seconds>(Clock::time_point::min())) {
        return Clock::time_point::min();
    }
    return moment + fraction;
}

} // namespace

std::string timestamp(Clock::time_point moment) {
    // The clock does not reach down to the millisecond in which it begins.
    constexpr Clock::time_point earliest = Clock::time_point::min() + milliseconds(1);
    const auto whole = floor<milliseconds>(std::max(moment, earliest));
    const auto date = floor<days>(whole);
    const year_month_day day(date);
    const hh_mm_ss time(whole - date);
    std::string text = padded(static_cast<int>(day.year()), 4) + '-' +
                       padded(static_cast<unsigned>(day.month()), 2) + '-' +
                       padded(static_cast<unsigned>(day.day()), 2) + 'T' +
                       padded(time.hours().count(), 2) + ':' + padded(time.minutes().count(), 2) +
                       ':' + padded(time.seconds().count(), 2);
    if (time.subseconds().count() != 0) {
        text += '.' + padded(time.subseconds().count(), 3);
    }
    return text + 'Z';
}

Clock::time_point whole_seconds(Clock::time_point moment) noexcept {
    return moment > Clock::time_point::max() - seconds(1) ? moment : ceil<seconds>(moment);
}

std::optional<Clock::time_point> parse_timestamp(std::string_view text) {
    const auto date = take_date(text);
    const auto time = date ? take_time(text) : std::nullopt;
    const auto fraction = time ? take_fraction(text) : std::nullopt;
    if (!fraction) {
        return std::nullopt;
    }
    return clamped(*date + *time, *fraction);
}

} // namespace latch::session
