// SPDX-License-Identifier: MIT
#include "unit/http/cookie_visit.hpp"

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>

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
    {"a second time is a day, where there is none yet", "21:01:22 03:22:33 Nov 2026", date},
    {"so is what is no time", "21:01:22 3:x Nov 2026", date},
    {"a year that is one for its first four digits", "3 Nov 2026:99 21:01:22", date},
    {"a year of two digits before a word", "3 Nov 26x 21:01:22", date},
    {"four digits with leading zeros count as two", "3 Nov 0026 21:01:22", date},
    {"a day with a leading zero", "03 Nov 2026 21:01:22", date},
    {"a day with a comma", "3, Nov 2026 21:01:22", date},
    {"a dash between all", "Tue-3-Nov-2026-21:01:22-GMT", date},
    {"slashes", "Tue 3/Nov/2026 21:01:22", date},
    {"backslashes between time and zone", "Tue\\3\\Nov\\2026\\21:01:22\\GMT", date},
    {"dots", "Tue.3.Nov.2026.21:01:22", date},
    {"blanks in front and behind", "   3 Nov 2026 21:01:22   ", date},
    {"a comma in front", ", 3-Nov-2026 21:01:22 GMT", date},
    {"no blank behind the weekday", "Tue,3-Nov-26 21:01:22 GMT", date},
    {"blanks around the dashes", "Tue, 3 - Nov - 26 21:01:22", date},
    {"a month cut off behind its third letter", "3 Nov. 2026 21:01:22", date},
    {"a month with a letter too few behind a good one", "3 Nov Ma 2026 21:01:22", date},
    {"a second month is not looked at", "3 Nov Dec 2026 21:01:22", date},
    {"a second day is a year", "3 26 Nov 21:01:22 1999", date},
    {"a weekday that begins like a month is one",
     "Marchday, 3 2026 21:01:22",
     at(2026y / March / 3, 21h + 1min + 22s)},
    {"a weekday of digits is the day",
     "4day, Nov 2026 21:01:22",
     at(2026y / November / 4, 21h + 1min + 22s)},
    {"am and pm are words", "3 Nov 2026 09:01:22 PM", at(2026y / November / 3, 9h + 1min + 22s)},
    {"a fraction of a second is behind a delimiter", "3 Nov 2026 21:01:22.500", date},
    {"a colon behind the seconds is junk", "3 Nov 2026 21:01:22:33", date},
    {"a zone of letters and digits", "3 Nov 2026 21:01:22 UTC+01", date},
    {"a zone in front", "GMT 3 Nov 2026 21:01:22", date},
    {"a negative zone is no year", "3 Nov 2026 21:01:22 -0800 (PST)", date},
    {"UTF-8 is a word", "\xc3\xbc, 3 Nov 2026 21:01:22", date},
    {"a token of other bytes", "\xff 3 Nov 2026 21:01:22", date},
    {"all in one with delimiters of the last block", "3{Nov|2026}21:01:22~GMT", date},
    {"the at sign and question marks", "3@Nov?2026<21:01:22>", date},
    {"Date.toString of a browser",
     "Tue Nov 03 2026 21:01:22 GMT+0000 (Coordinated Universal Time)",
     date},
    {"Unix date(1)", "Tue Nov  3 21:01:22 UTC 2026", date},
    {"Unix date(1) with am and pm finds them no month",
     "Tue Nov  3 09:01:22 PM UTC 2026",
     at(2026y / November / 3, 9h + 1min + 22s)},
    {"RFC 822", "3 Nov 26 21:01:22 EST", date},
    {"every month: January", "3 jan 2026 21:01:22", at(2026y / January / 3, 21h + 1min + 22s)},
    {"April", "3 aPR 2026 21:01:22", at(2026y / April / 3, 21h + 1min + 22s)},
    {"May", "3 May 2026 21:01:22", at(2026y / May / 3, 21h + 1min + 22s)},
    {"June", "3 June 2026 21:01:22", at(2026y / June / 3, 21h + 1min + 22s)},
    {"July", "3 Julius 2026 21:01:22", at(2026y / July / 3, 21h + 1min + 22s)},
    {"August", "3 august 2026 21:01:22", at(2026y / August / 3, 21h + 1min + 22s)},
    {"September", "3 Sept 2026 21:01:22", at(2026y / September / 3, 21h + 1min + 22s)},
    {"October", "3 oct 2026 21:01:22", at(2026y / October / 3, 21h + 1min + 22s)},
    {"December, its last day",
     "31 dec 2026 23:59:59",
     at(2026y / December / 31, 23h + 59min + 59s)},
    {"February of a century that has a leap day",
     "29 Feb 2000 00:00:00",
     at(2000y / February / 29, 0s)},
    {"the first year that there is", "1 Jan 1678 00:00:00", at(1678y / January / 1, 0s)},
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
    {"junk behind the day may have digits again", "3x4 Nov 2026 21:01:22", date},
    {"junk behind the year as well", "3 Nov 2026x4 21:01:22", date},
    {"a time is none behind a sign of its own", "3 Nov 2026 +21:01:22", date},
    {"every kind in the opposite order", "21:01:22 2026 Nov 3", date},
    {"the time between month and year", "3 Nov 21:01:22 2026", date},
    {"a time with one digit each", "3 Nov 2026 0:0:0", at(2026y / November / 3, 0s)},
    {"98 behind a day is a year", "3 Nov 98 21:01:22", at(1998y / November / 3, 21h + 1min + 22s)},
    {"a control byte is no delimiter, and junk", "3\x01 Nov 2026 21:01:22", date},
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
    {"a year first is no year if it has two digits", "60 Nov 03 21:01:22", {}},
    {"a month in digits", "3 11 2026 21:01:22", {}},
    {"a month in another language", "3 listopad 2026 21:01:22", {}},
    {"a number of seconds", "1793739682", {}},
    {"-1", "-1", {}},
    {"0", "0", {}},
    {"Session, as some frameworks write it", "Session", {}},
    {"a time with dots", "3 Nov 2026 21.01.22", {}},
    {"a time without colons", "3 Nov 2026 210122", {}},
    {"hours of three digits", "3 Nov 2026 021:01:22", {}},
    {"minutes of three digits", "3 Nov 2026 21:001:22", {}},
    {"no hours", "3 Nov 2026 :01:22", {}},
    {"no minutes", "3 Nov 2026 21::22", {}},
    {"a minus before the hours separates, and leaves a time", "Nov 2026 -21:01:22", {}},
    {"a year of two digits of which the last is a letter", "3 Nov 2x 21:01:22", {}},
    {"the 31st of February", "31 Feb 2026 00:00:00", {}},
    {"the 31st of June", "31 Jun 2026 00:00:00", {}},
    {"hour 99", "3 Nov 2026 99:00:00", {}},
    {"minute 99", "3 Nov 2026 21:99:00", {}},
    {"the year 0000 is 2000, 0 is none", "3 Nov 0 21:01:22", {}},
    {"the year 1600", "3 Nov 1600 21:01:22", {}},
    {"ISO 8601 with a blank", "2026-11-03 21:01:22", {}},
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
    {"a year in front of the day of two digits takes its place", "26 Nov 3 21:01:22", {}},
    {"a colon does not separate", "3:Nov:2026 21:01:22", {}},
    {"a month in the middle of a word", "3 xNov 2026 21:01:22", {}},
    {"a full-width digit is none", "\xef\xbc\x93 Nov 2026 21:01:22", {}},
    {"letters before the year", "3 Nov AD2026 21:01:22", {}},
    {"ISO 8601 has no month's name", "2026-11-03T21:01:22Z", {}},
});

TEST_CASE("cookie date: what is missing or impossible makes it no date", "[http]") {
    check(no_dates);
}

TEST_CASE(
    "cookie date: what separates is a delimiter of the grammar, and no other byte", "[http]"
) {
    for (unsigned byte = 0; byte < 256; ++byte) {
        INFO(byte);
        const char separator = static_cast<char>(byte);
        // RFC 6265bis-22, 5.1.1: %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E
        const bool separates = byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) ||
                               (byte >= 0x3b && byte <= 0x40) || (byte >= 0x5b && byte <= 0x60) ||
                               (byte >= 0x7b && byte <= 0x7e);
        CHECK(
            parse_cookie_date(std::string("3") + separator + "Nov 2026 21:01:22") ==
            (separates ? std::optional(date) : std::nullopt)
        );
    }
}

TEST_CASE("cookie date: every form is there once, and with a reason of its own", "[http]") {
    std::set<std::string_view> forms;
    std::set<std::string_view> reasons;
    for (const auto& table : {std::span<const Case>(dates), std::span<const Case>(no_dates)}) {
        for (const Case& c : table) {
            forms.insert(c.text);
            reasons.insert(c.why);
        }
    }
    CHECK(forms.size() == latch::test::rows_of_dates());
    CHECK(reasons.size() == latch::test::rows_of_dates());
}

TEST_CASE("cookie date: beyond the clock is the end of the clock", "[http]") {
    using latch::base::Clock;
    CHECK(parse_cookie_date("31 Dec 9999 23:59:59") == Clock::time_point::max());
    CHECK(parse_cookie_date("1 Jan 2263 00:00:00") == Clock::time_point::max());
    CHECK(parse_cookie_date("1 Jan 1601 00:00:00") == Clock::time_point::min());
    CHECK(parse_cookie_date("1 Jan 2262 00:00:00") < Clock::time_point::max());
}

std::size_t latch::test::rows_of_dates() {
    return dates.size() + no_dates.size();
}
