// SPDX-License-Identifier: MIT
#include "flow/time_text.hpp"

#include "runs.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <vector>

using namespace latch::flow;
using namespace latch::test;
using namespace std::chrono_literals;

TEST_CASE("time text: seconds and milliseconds", "[flow]") {
    CHECK(in_seconds(0ns) == "0.000");
    CHECK(in_seconds(17'499us) == "0.017");
    CHECK(in_seconds(17'500us) == "0.018");
    CHECK(in_seconds(1h) == "3600.000");
    CHECK(in_seconds(-5s) == "0.000");
    CHECK(in_milliseconds(18'250us) == "18.250");
    CHECK(in_milliseconds(400ns) == "0.000");
}

TEST_CASE("time text: for people", "[flow]") {
    struct Timed {
        std::chrono::nanoseconds time;
        const char* words;
    };

    const std::vector<Timed> cases{
        {0ns, "0.0 ms"},
        {49us, "0.0 ms"},
        {50us, "0.1 ms"},
        {9'949us, "9.9 ms"},
        {9'950us, "10 ms"},
        {18'400us, "18 ms"},
        {999'499us, "999 ms"},
        {999'500us, "1.00 s"},
        {1'244ms, "1.24 s"},
        {75s, "75.00 s"},
    };
    for (const Timed& each : cases) {
        CHECK(in_words(each.time) == each.words);
    }
}

TEST_CASE("time text: moments are UTC, down to the second", "[flow]") {
    using latch::base::Clock;
    CHECK(iso_time(Clock::time_point(1'795'864'449s + 999ms)) == "2026-11-28T11:14:09");
    CHECK(iso_time(Clock::time_point(0s)) == "1970-01-01T00:00:00");
    CHECK(iso_time(Clock::time_point(951'782'400s)) == "2000-02-29T00:00:00");
}

TEST_CASE("time text: percentiles by the nearest rank", "[flow]") {
    std::vector<std::chrono::nanoseconds> times;
    CHECK(percentile(times, 95) == 0ns);
    for (int at = 1; at <= 40; ++at) {
        times.emplace_back(at * 1ms);
    }
    CHECK(percentile(times, 0) == 1ms);
    CHECK(percentile(times, 50) == 20ms);
    CHECK(percentile(times, 95) == 38ms);
    CHECK(percentile(times, 100) == 40ms);
    CHECK(percentile({7ms}, 50) == 7ms);
}

TEST_CASE("time text: percentiles say where they are the slowest", "[flow]") {
    Suite suite;
    for (int at = 1; at <= 19; ++at) {
        suite.cases.push_back(a_case("x").timed(0s, at * 10ms));
    }
    suite.cases.push_back(a_case("not made").timed(0s, 9s).skipped("why"));
    CHECK(
        percentiles_in_words(a_run({suite})) ==
        "p50 100 ms, p95 190 ms (the slowest, of fewer than 20)"
    );
    suite.cases.push_back(a_case("x").timed(0s, 200ms));
    CHECK(percentiles_in_words(a_run({suite})) == "p50 100 ms, p95 190 ms, max 200 ms");
    CHECK(percentiles_in_words(an_empty_run()).empty());
}
