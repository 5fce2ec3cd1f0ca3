// SPDX-License-Identifier: MIT
#include "flow/moment.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <locale>
#include <optional>
#include <sstream>
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

std::optional<std::tm> in_utc(sys_seconds moment) {
    const std::time_t time = moment.time_since_epoch().count();
    std::tm parts{};
    constexpr int from_1900 = 1900;
    const bool is_known = gmtime_r(&time, &parts) != nullptr && parts.tm_year >= -from_1900 &&
                          parts.tm_year < 10'000 - from_1900;
    return is_known ? std::optional(parts) : std::nullopt;
}

/// What a letter behind a percent sign is for strftime, so that it says the same everywhere;
/// nothing if there is none like it.
std::optional<std::string> form_of(char letter, sys_seconds moment) {
    constexpr std::string_view letters = "aAbBCdDeFgGhHIjmMnprRStTuUVwWyY%";
    switch (letter) {
    case 's':
        return std::to_string(moment.time_since_epoch().count());
    case 'z':
        return "+0000";
    case 'Z':
        return "UTC";
    default:
        return letters.find(letter) == std::string_view::npos
                   ? std::nullopt
                   : std::optional(std::string("%") + letter);
    }
}

Result<std::string> checked_form(std::string_view form, sys_seconds moment) {
    std::string checked;
    while (!form.empty()) {
        const std::size_t sign = form.find('%');
        checked += form.substr(0, sign);
        if (sign == std::string_view::npos) {
            break;
        }
        form.remove_prefix(sign + 1);
        const auto letter = form.empty() ? std::nullopt : form_of(form.front(), moment);
        if (!letter) {
            return Error(ErrorKind::usage, "now has no %" + std::string(form.substr(0, 1)))
                .hinting("%F is a date, %T a time, %s the seconds since 1970, %% a percent sign");
        }
        checked += *letter;
        form.remove_prefix(1);
    }
    return checked;
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
    const auto parts = in_utc(second);
    const auto checked = checked_form(form.empty() ? iso_form : form, second);
    if (!parts) {
        return Error(ErrorKind::usage, "now is moved beyond the years 0 to 9999");
    }
    if (!checked) {
        return checked.error();
    }
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::put_time(&*parts, checked->c_str());
    return text.str();
}

} // namespace latch::flow
