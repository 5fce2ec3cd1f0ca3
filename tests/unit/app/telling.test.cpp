// SPDX-License-Identifier: MIT
#include "app/flows/telling.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace latch;
using namespace std::chrono_literals;

TEST_CASE("telling: a line for each request", "[app]") {
    flow::Case testcase{
        .name = "sign in",
        .place = {.file = "a.flow", .line = 3, .column = 1},
        .status_line = "HTTP/1.1 302 Found",
        .tries = 2,
        .times = flow::Times{.started = {}, .duration = 18ms, .phases = {}}};
    CHECK(app::line_for(testcase, app::Tells::times) == "✓ a.flow:3  sign in  302  18 ms  2 tries");
    CHECK(app::line_for(testcase, app::Tells::no_times) == "✓ a.flow:3  sign in  302  2 tries");
    testcase.outcome = flow::Broken{"refused"};
    testcase.status_line.clear();
    testcase.times.reset();
    CHECK(app::line_for(testcase, app::Tells::times) == "✗ a.flow:3  sign in  2 tries");
    testcase.outcome = flow::Skipped{"why"};
    CHECK(app::line_for(testcase, app::Tells::times) == "- a.flow:3  sign in  2 tries");
}

TEST_CASE("telling: what a failure was answered, as far as there is room", "[app]") {
    const flow::Case testcase{
        .name = "x",
        .place = {.file = "a.flow", .line = 3, .column = 1},
        .received = "A: b\n\none\ntwo"};
    CHECK(
        app::evidence_for(testcase) ==
        "  received\n    one\n    two\n  to repeat it: latch run a.flow --only 3"
    );
    flow::Case large = testcase;
    large.received = "A: b\n\n" + std::string(5000, 'x');
    CHECK(app::evidence_for(large).size() < 1200);
    CHECK(app::evidence_for(large).find("x\n    ...\n") != std::string::npos);
    large.received.clear();
    CHECK(app::evidence_for(large) == "  to repeat it: latch run a.flow --only 3");
}

TEST_CASE("telling: the sum of it", "[app]") {
    CHECK(
        app::summary_of({.passed = 2, .failed = 1}, 94ms) == "3 requests: 2 passed, 1 failed  94 ms"
    );
    CHECK(
        app::summary_of({.broken = 1, .skipped = 2}, std::nullopt) ==
        "3 requests: 1 could not be made, 2 not sent"
    );
    CHECK(app::summary_of({}, std::nullopt) == "0 requests");
    CHECK(app::in_words(1254ms) == "1.25 s");
    CHECK(app::in_words(999ms) == "999 ms");
    CHECK(app::in_words(60s) == "60.00 s");
}
