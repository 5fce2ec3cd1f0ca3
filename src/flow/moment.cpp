// SPDX-License-Identifier: MIT
#include "flow/moment.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::string_view iso_form = "%Y-%m-%dT%H:%M:%SZ";

struct Unit {
    char letter;
    seconds length;
};

constexpr auto units = std::to_array<Unit>({
    {'s', seconds(1)},
    {'m', std::chrono::minutes(1)},
    {'h', std::chrono::hours(1)},
    {'d', std::chrono::days(1)},
    {'w', std::chrono::weeks(1)},
});

/// "+1d"; nothing for what is not like that, or farther than ten thousand years.
std::optional<seconds> offset_in(std::string_view word) {
    constexpr seconds farthest = std::chrono::years(10'000);
    if (word.size() < 3 || (word.front() != '+' && word.front() != '-')) {
        return std::nullopt;
    }
    const auto count = base::parse_decimal(word.substr(1, word.size() - 2));
    for (const Unit& unit : units) {
        const auto most = static_cast<unsigned long long>(farthest / unit.length);
        if (unit.letter == word.back() && count && *count <= most) {
            const seconds offset = unit.length * static_cast<seconds::rep>(*count);
            return word.front() == '-' ? -offset : offset;
        }
    }
    return std::nullopt;
}

/// A second in UTC, taken apart.
struct Parts {
    explicit Parts(sys_seconds moment)
        : second(moment), day(std::chrono::floor<std::chrono::days>(moment)), date(day),
          time(moment - day) {}

    sys_seconds second;
    std::chrono::sys_days day;
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<seconds> time;
};

constexpr auto day_names = std::to_array<std::string_view>(
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
);

constexpr auto month_names = std::to_array<std::string_view>(
    {"January",
     "February",
     "March",
     "April",
     "May",
     "June",
     "July",
     "August",
     "September",
     "October",
     "November",
     "December"}
);

constexpr std::size_t short_name = 3; ///< letters

std::string padded(long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

long day_of_year(const Parts& parts) {
    const std::chrono::sys_days first(parts.date.year() / std::chrono::January / 1);
    return (parts.day - first).count() + 1;
}

/// The hour of a clock with twelve.
long hour_of_twelve(const Parts& parts) {
    constexpr long hours = 12;
    return (parts.time.hours().count() + hours - 1) % hours + 1;
}

/// A letter that stands for others.
std::string_view form_behind(char letter) noexcept {
    switch (letter) {
    case 'F':
        return "%Y-%m-%d";
    case 'T':
        return "%H:%M:%S";
    case 'R':
        return "%H:%M";
    case 'D':
        return "%m/%d/%y";
    default:
        return {};
    }
}

/// A number of the date; nothing for a letter that is none.
std::optional<std::string> date_number(char letter, const Parts& parts) {
    constexpr long century = 100;
    const int year = static_cast<int>(parts.date.year());
    const std::chrono::weekday weekday(parts.day);
    switch (letter) {
    case 'Y':
        return padded(year, 4);
    case 'y':
        return padded(year % century, 2);
    case 'm':
        return padded(static_cast<unsigned>(parts.date.month()), 2);
    case 'd':
        return padded(static_cast<unsigned>(parts.date.day()), 2);
    case 'j':
        return padded(day_of_year(parts), 3);
    case 'u':
        return padded(weekday.iso_encoding(), 1);
    case 'w':
        return padded(weekday.c_encoding(), 1);
    default:
        return std::nullopt;
    }
}

std::optional<std::string> time_text(char letter, const Parts& parts) {
    switch (letter) {
    case 'H':
        return padded(parts.time.hours().count(), 2);
    case 'I':
        return padded(hour_of_twelve(parts), 2);
    case 'M':
        return padded(parts.time.minutes().count(), 2);
    case 'S':
        return padded(parts.time.seconds().count(), 2);
    case 'p':
        return std::chrono::is_am(parts.time.hours()) ? "AM" : "PM";
    case 's':
        return std::to_string(parts.second.time_since_epoch().count());
    case 'z':
        return "+0000";
    case 'Z':
        return "UTC";
    case '%':
        return "%";
    default:
        return std::nullopt;
    }
}

std::optional<std::string> date_name(char letter, const Parts& parts) {
    const std::string_view day = day_names[std::chrono::weekday(parts.day).c_encoding()];
    const std::string_view month = month_names[static_cast<unsigned>(parts.date.month()) - 1];
    switch (letter) {
    case 'A':
        return std::string(day);
    case 'a':
        return std::string(day.substr(0, short_name));
    case 'B':
        return std::string(month);
    case 'b':
        return std::string(month.substr(0, short_name));
    default:
        return std::nullopt;
    }
}

/// What a letter behind a percent sign stands for, as in the C locale's strftime; nothing if there
/// is none like it.
std::optional<std::string> letter_text(char letter, const Parts& parts) {
    auto text = date_number(letter, parts);
    text = text ? text : date_name(letter, parts);
    return text ? text : time_text(letter, parts);
}

Result<std::string> formed(std::string form, const Parts& parts) {
    std::string text;
    for (std::size_t at = 0; at < form.size(); ++at) {
        if (form[at] != '%') {
            text += form[at];
            continue;
        }
        const char letter = at + 1 < form.size() ? form[at + 1] : '\0';
        const std::string_view behind = form_behind(letter);
        if (!behind.empty()) {
            form.replace(at--, 2, behind);
            continue;
        }
        const auto part = letter_text(letter, parts);
        if (!part) {
            return Error(ErrorKind::usage, "now has no %" + form.substr(at + 1, 1))
                .hinting("%F is a date, %T a time, %s the seconds since 1970, %% a percent sign");
        }
        text += *part;
        ++at;
    }
    return text;
}

} // namespace

Result<std::string>
moment_text(base::Clock::time_point moment, std::span<const std::string> words) {
    sys_seconds second = std::chrono::floor<seconds>(moment);
    std::string form;
    for (const std::string& word : words) {
        const auto offset = form.empty() ? offset_in(word) : std::nullopt;
        if (!offset && form.empty() && word.find('%') == std::string::npos) {
            return Error(ErrorKind::usage, "now does not understand " + word)
                .hinting("{{now +1d %F}}: numbers with s, m, h, d or w, then a form with %");
        }
        second += offset.value_or(seconds(0));
        form += offset ? "" : (form.empty() ? "" : " ") + word;
    }
    using std::chrono::January;
    using std::chrono::sys_days;
    using std::chrono::year;
    if (second < sys_days(year(0) / January / 1) ||
        second >= sys_days(year(10'000) / January / 1)) {
        return Error(ErrorKind::usage, "now is moved beyond the years 0 to 9999");
    }
    return formed(form.empty() ? std::string(iso_form) : form, Parts(second));
}

} // namespace latch::flow
