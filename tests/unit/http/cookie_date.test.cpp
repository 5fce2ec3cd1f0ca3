// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/http/cookie.hpp"

#include <array>
#include <optional>
#include <span>

using namespace latch::http;
using namespace std::chrono;

namespace {

struct Case {
    std::string_view why, text;
    std::optional<sys_seconds> moment;
};

constexpr sys_seconds at(year_month_day date, seconds time) {
    return sys_days(date) + time;
}

void check(std::span<const Case> cases) {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        const auto moment = parse_cookie_date(c.text);
        REQUIRE(moment.has_value() == c.moment.has_value());
        CHECK((!moment || *moment == *c.moment));
    }
}

} // namespace

constexpr sys_seconds date = sys_days(2026y / November / 3) + 21h + 1min + 22s;

constexpr auto dates = std::to_array<Case>({
    {"RFC 9110", "Tue, 03 Nov 2026 21:01:22 GMT", date},
    {"Netscape", "Tue, 03-Nov-2026 21:01:22 GMT", date},
    {"RFC 850, two digits of a year", "Tuesday, 03-Nov-26 21:01:22 GMT", date},
    {"asctime", "Tue Nov  3 21:01:22 2026", date},
    {"a day of one digit", "Tue, 3 Nov 2026 21:01:22 GMT", date},
    {"an hour of one digit", "Tue, 3 Nov 2026 9:1:2 GMT", at(2026y / November / 3, 9h + 1min + 2s)},
    {"no weekday", "3 Nov 2026 21:01:22", date},
    {"the wrong weekday", "Sun, 3 Nov 2026 21:01:22 GMT", date},
    {"any word for a weekday", "Someday, 3 Nov 2026 21:01:22", date},
    {"the time first", "21:01:22 3 Nov 2026", date},
    {"the time in the middle", "3 21:01:22 Nov 2026", date},
    {"month before day", "Nov 3 2026 21:01:22", date},
    {"the year first, if it has four digits", "2026 Nov 3 21:01:22", date},
    {"the first of two numbers is the day", "03 26 Nov 21:01:22", date},
    {"a month spelt out", "3 November 2026 21:01:22", date},
    {"a month with more letters", "3 Novembre-2026 21:01:22", date},
    {"a month in capitals", "3 NOV 2026 21:01:22", date},
    {"delimiters of all kinds", "Tue,3/Nov\\2026\t21:01:22;GMT", date},
    {"delimiters without end", "  ,, 3---Nov((2026))  [21:01:22]", date},
    {"quotes are delimiters", R"("3 Nov 2026 21:01:22")", date},
    {"a zone is not looked at", "3 Nov 2026 21:01:22 -0500", date},
    {"nor is a named one", "3 Nov 2026 21:01:22 GMT+0200 (CEST)", date},
    {"junk behind the seconds", "3 Nov 2026 21:01:22Z", date},
    {"junk behind the day", "3rd Nov 2026 21:01:22", date},
    {"junk behind the year", "3 Nov 2026AD 21:01:22", date},
    {"a second time is not looked at", "3 Nov 2026 21:01:22 11:22:33", date},
    {"a broken time before a good one", "3 Nov 2026 x:y 21:01:22", date},
    {"colons alone before a good one", "3 Nov 2026 ::00 21:01:22", date},
    {"midnight", "3 Nov 2026 00:00:00", at(2026y / November / 3, 0s)},
    {"the last second of a day",
     "3 Nov 2026 23:59:59",
     at(2026y / November / 3, 23h + 59min + 59s)},
    {"a leap day", "29 Feb 2024 00:00:00", at(2024y / February / 29, 0s)},
    {"the epoch", "Thu, 01 Jan 1970 00:00:00 GMT", at(1970y / January / 1, 0s)},
    {"70 is in the last century", "1 Jan 70 00:00:00", at(1970y / January / 1, 0s)},
    {"99 is in the last century", "1 Jan 99 00:00:00", at(1999y / January / 1, 0s)},
    {"69 is in this one", "1 Jan 69 00:00:00", at(2069y / January / 1, 0s)},
    {"00 is in this one", "1 Jan 00 00:00:00", at(2000y / January / 1, 0s)},
    {"before the epoch", "1 Jan 1969 00:00:00", at(1969y / January / 1, 0s)},
});

TEST_CASE("cookie date: whatever the order, each part is found once", "[http]") {
    check(dates);
}

constexpr auto no_dates = std::to_array<Case>({
    {"nothing", "", {}},
    {"words", "NotADateAtAll", {}},
    {"delimiters", " ,;-/ ", {}},
    {"no time", "3 Nov 2026", {}},
    {"no seconds", "3 Nov 2026 21:01", {}},
    {"a blank within the time", "3 Nov 2026 21: 01:22", {}},
    {"no day", "Nov 2026 21:01:22", {}},
    {"no month", "3 2026 21:01:22", {}},
    {"a month of two letters", "3 No 2026 21:01:22", {}},
    {"no year", "3 Nov 21:01:22", {}},
    {"a year of one digit", "3 Nov 6 21:01:22", {}},
    {"a year of three digits is one", "3 Nov 826 21:01:22", {}},
    {"a year of five digits", "3 Nov 12026 21:01:22", {}},
    {"a number without end", "3 Nov 99999999999999999999 21:01:22", {}},
    {"a day of three digits", "003 Nov 2026 21:01:22", {}},
    {"day 0", "0 Nov 2026 21:01:22", {}},
    {"day 32", "32 Jan 2026 21:01:22", {}},
    {"the 31st of a month of 30", "31 Nov 2026 21:01:22", {}},
    {"the 29th of February in other years", "29 Feb 2026 21:01:22", {}},
    {"the 29th of February 1900", "29 Feb 1900 00:00:00", {}},
    {"hour 24", "3 Nov 2026 24:00:00", {}},
    {"minute 60", "3 Nov 2026 21:60:00", {}},
    {"a leap second", "3 Nov 2026 21:01:60", {}},
    {"seconds of three digits", "3 Nov 2026 21:01:222", {}},
    {"the first time counts, even if it is none", "3 Nov 2026 91:22:33 21:01:22", {}},
    {"98 is no day", "98 Nov 17 21:01:22", {}},
    {"the year before the calendar", "31 Dec 1600 23:59:59", {}},
    {"ISO 8601 has no month's name", "2026-11-03T21:01:22Z", {}},
});

TEST_CASE("cookie date: what is missing or impossible makes it no date", "[http]") {
    check(no_dates);
}

TEST_CASE("cookie date: beyond the clock is the end of the clock", "[http]") {
    using latch::base::Clock;
    CHECK(parse_cookie_date("31 Dec 9999 23:59:59") == Clock::time_point::max());
    CHECK(parse_cookie_date("1 Jan 2263 00:00:00") == Clock::time_point::max());
    CHECK(parse_cookie_date("1 Jan 1601 00:00:00") == Clock::time_point::min());
    CHECK(parse_cookie_date("1 Jan 2262 00:00:00") < Clock::time_point::max());
}
