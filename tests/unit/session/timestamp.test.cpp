// SPDX-License-Identifier: MIT
#include "latch/session/timestamp.hpp"

#include "support/catch.hpp"

#include <array>

using namespace std::chrono;
using latch::base::Clock;
using latch::session::parse_timestamp;
using latch::session::timestamp;

namespace {

struct Case {
    std::string_view why;
    Clock::time_point moment;
    std::string_view text;
};

constexpr sys_days monday = 2026y / November / 23;

const auto both_ways = std::to_array<Case>({
    {"whole seconds have no fraction", monday + 10h, "2026-11-23T10:00:00Z"},
    {"milliseconds have three digits", monday + 10h + 7ms, "2026-11-23T10:00:00.007Z"},
    {"the epoch", sys_days{}, "1970-01-01T00:00:00Z"},
    {"before the epoch", sys_days{} - 1ms, "1969-12-31T23:59:59.999Z"},
    {"the last millisecond of a year", monday + days(38) + 24h - 1ms, "2026-12-31T23:59:59.999Z"},
    {"a leap day", sys_days(2024y / February / 29), "2024-02-29T00:00:00Z"},
});

const auto no_times = std::to_array<std::string_view>({
    "",
    "now",
    "2026-11-23",
    "2026-11-23T10:00Z",
    "2026-11-23T10:00:00",
    "2026-11-23T10:00:00+01:00",
    "2026-11-23 10:00:00Z",
    "2026-11-23T10:00:00z",
    "2026-11-23T10:00:00.Z",
    "2026-11-23T10:00:00.0123456789Z",
    "2026-11-23T10:00:00.x1Z",
    "2026-11-23T10:00:00ZZ",
    " 2026-11-23T10:00:00Z",
    "26-11-23T10:00:00Z",
    "02026-11-23T10:00:00Z",
    "2026-1-23T10:00:00Z",
    "2026-11-31T10:00:00Z",
    "2025-02-29T10:00:00Z",
    "2026-00-10T10:00:00Z",
    "2026-13-10T10:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-11-23T10:60:00Z",
    "2026-11-23T10:00:60Z",
    "2026-11-23T-1:00:00Z",
    "1764064800",
});

} // namespace

TEST_CASE("timestamp: what is written is read again", "[session]") {
    for (const Case& c : both_ways) {
        INFO(c.why);
        CHECK(timestamp(c.moment) == c.text);
        CHECK(parse_timestamp(c.text) == c.moment);
    }
}

TEST_CASE(
    "timestamp: other fractions are read, finer ones than milliseconds not written", "[session]"
) {
    CHECK(parse_timestamp("2026-11-23T00:00:00.5Z") == monday + 500ms);
    CHECK(parse_timestamp("2026-11-23T00:00:00.123456789Z") == monday + 123456789ns);
    CHECK(timestamp(monday + 123456789ns) == "2026-11-23T00:00:00.123Z");
    CHECK(timestamp(monday + 999999ns) == "2026-11-23T00:00:00Z");
}

TEST_CASE("timestamp: beyond the clock is the end of the clock", "[session]") {
    CHECK(parse_timestamp("9999-12-31T23:59:59Z") == Clock::time_point::max());
    CHECK(parse_timestamp("2262-12-31T23:59:59.999Z") == Clock::time_point::max());
    CHECK(parse_timestamp("0001-01-01T00:00:00Z") == Clock::time_point::min());
    CHECK(parse_timestamp(timestamp(Clock::time_point::max())) == Clock::time_point::max());
}

TEST_CASE("timestamp: anything else is no time", "[session]") {
    for (const std::string_view text : no_times) {
        INFO(text);
        CHECK_FALSE(parse_timestamp(text));
    }
}

TEST_CASE("timestamp: the ends of the clock are written and read", "[session]") {
    for (const Clock::time_point end : {Clock::time_point::min(), Clock::time_point::max()}) {
        const std::string text = timestamp(end);
        INFO(text);
        const auto read = parse_timestamp(text);
        REQUIRE(read);
        CHECK(timestamp(*read) == text);
    }
    CHECK(timestamp(Clock::time_point::min()) == "1677-09-21T00:12:43.146Z");
}
