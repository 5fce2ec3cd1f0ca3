// SPDX-License-Identifier: MIT
#include "app/flows/ceilings.hpp"

#include "support/catch.hpp"

#include <chrono>

using namespace latch;
using namespace std::chrono_literals;

namespace {

/// Requests that took 1 ms, 2 ms, and so on, and one that was not answered.
flow::Record of_requests(int count) {
    flow::Record record;
    flow::Suite& suite = record.suites.emplace_back();
    suite.cases.push_back({.name = "never", .outcome = flow::Broken{"refused"}});
    for (int number = count; number > 0; --number) {
        flow::Case testcase{.name = "x"};
        testcase.times = flow::Times{.started = {}, .duration = number * 1ms, .phases = {}};
        suite.cases.push_back(std::move(testcase));
    }
    return record;
}

} // namespace

TEST_CASE("ceilings: the nearest rank counts", "[app]") {
    const flow::Record hundred = of_requests(100);
    CHECK(app::ceilings_passed({{95, 95ms}, {100, 100ms}, {50, 50ms}}, hundred).empty());
    CHECK(
        app::ceilings_passed({{95, 94ms}}, hundred) ==
        std::vector<std::string>{"p95 is 95 ms, not 94 ms or less (100 requests)"}
    );
    CHECK(app::ceilings_passed({{100, 99ms}, {1, 1ms}}, hundred).size() == 1);
}

TEST_CASE("ceilings: of few requests a high percentile is the slowest", "[app]") {
    CHECK(app::ceilings_passed({{95, 2ms}}, of_requests(3)).front().starts_with("p95 is 3 ms"));
    CHECK(app::ceilings_passed({{95, 3ms}}, of_requests(3)).empty());
    CHECK(app::ceilings_passed({{95, 1ms}}, of_requests(0)).empty());
}
