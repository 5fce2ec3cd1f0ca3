// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <string>

using namespace latch::flow;
using namespace latch::test;

TEST_CASE("tap: as a whole", "[flow]") {
    CHECK(tap(mixed_run()) == R"(TAP version 13
1..4
ok 1 - api/orders.flow: GET /orders
  ---
  duration_ms: 18.000
  ...
not ok 2 - api/orders.flow: create order
  ---
  message: "status == 201: got 422 Unprocessable Entity; .errors | length == 0: got 1"
  severity: fail
  data:
    got: "422 Unprocessable Entity"
    expect: "201"
  at:
    file: "api/orders.flow"
    line: 15
  duration_ms: 1240.000
  ...
ok 3 - api/orders.flow: delete order # SKIP an earlier request failed
not ok 4 - latch: GET http://localhost:1/
  ---
  message: "cannot connect to localhost:1: connection refused"
  severity: error
  duration_ms: 0.400
  ...
)");
}

TEST_CASE("tap: without times a point that is good has no block", "[flow]") {
    CHECK(
        tap(without_times(a_run_of(a_case("x").timed({}, {})))) ==
        "TAP version 13\n1..1\nok 1 - orders.flow: x\n"
    );
}

TEST_CASE("tap: hostile text begins no line and no directive", "[flow]") {
    const std::string report = tap(hostile_run());
    std::size_t points = 0;
    for (const std::string_view line : latch::base::split(report, '\n')) {
        INFO(line);
        const bool is_point = line.starts_with("ok ") || line.starts_with("not ok ");
        points += is_point ? 1U : 0U;
        CHECK(
            (is_point || line.empty() || line.starts_with("  ") ||
             line.starts_with("TAP version") || line == "1..3")
        );
        if (line.starts_with("not ok ")) {
            CHECK(line.find(" # ") == std::string_view::npos);
            CHECK(line.find(" \\# SKIP \\\\ ") != std::string_view::npos);
        }
    }
    CHECK(points == 3);
    CHECK(report.find("ok 3 - ") != std::string::npos);
}

TEST_CASE("tap: the place of the request where an expectation has none", "[flow]") {
    const std::string report =
        tap(a_run_of(a_case("x").at({"a.flow", 7, 1}).failed({"status == 200", "404", "200", {}})));
    CHECK(report.find("  at:\n    file: \"a.flow\"\n    line: 7\n") != std::string::npos);
}

TEST_CASE("tap: of nothing", "[flow]") {
    CHECK(tap(an_empty_run()) == "TAP version 13\n1..0 # SKIP no requests\n");
}
