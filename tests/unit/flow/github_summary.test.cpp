// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <algorithm>
#include <string>

using namespace latch::flow;
using namespace latch::test;

TEST_CASE("github summary: as a whole", "[flow]") {
    CHECK(github_summary(mixed_run()) == R"(### latch

4 requests: 1 passed, 1 failed, 1 could not be made, 1 skipped in 1.26 s; p50 18 ms, p95 1.24 s (the slowest, of fewer than 20)

#### create order · api/orders.flow&#58;14&#58;1

<pre>
expect  status == 201  (api/orders.flow:15:14)
  actual    422 Unprocessable Entity
  expected  201
expect  .errors | length == 0  (api/orders.flow:16:14)
  actual    1
  expected  0

sent
{"sku":"A-17","qty":0}

received  HTTP/1.1 422 Unprocessable Entity
{"errors":["qty"]}
</pre>

#### GET http&#58;//localhost&#58;1/

<pre>
cannot connect to localhost:1: connection refused
</pre>

| outcome | file | request | answer | time |
|---|---|---|---|---|
| passed | api/orders.flow | GET /orders | HTTP/1.1 200 OK | 18 ms |
| failed | api/orders.flow | create order | HTTP/1.1 422 Unprocessable Entity | 1.24 s |
| skipped | api/orders.flow | delete order |  |  |
| error | latch | GET http&#58;//localhost&#58;1/ |  | 0.4 ms |
)");
}

TEST_CASE("github summary: hostile text is text", "[flow]") {
    const std::string report = github_summary(hostile_run());
    CHECK(report.find("<script") == std::string::npos);
    CHECK(report.find("##[") == std::string::npos);
    CHECK(report.find('\x1b') == std::string::npos);
    CHECK(report.find("[x](y)") > report.find("<pre>"));
    std::size_t rows = 0;
    std::size_t open = 0;
    for (const std::string_view line : latch::base::split(report, '\n')) {
        INFO(line);
        CHECK(line.find("::") == std::string_view::npos);
        open += line == "<pre>" ? 1U : 0U;
        if (line.find("</pre>") != std::string_view::npos) {
            CHECK(line == "</pre>");
            --open;
        }
        CHECK(open <= 1);
        if (line.starts_with("| ") && open == 0) {
            ++rows;
            CHECK(std::ranges::count(line, '|') == 6);
            CHECK(line.find_first_of("`*_[]<>") == std::string_view::npos);
        }
    }
    CHECK(rows == 4);
    CHECK(open == 0);
}

TEST_CASE("github summary: ends below 1 MiB, with whole pieces", "[flow]") {
    Suite suite;
    suite.cases.assign(
        300,
        a_case("x").answered("HTTP/1.1 500", std::string(10'000, '<')).failed({"a", "b", "c", {}})
    );
    const std::string bodies = github_summary(a_run({suite}));
    CHECK(bodies.size() <= largest_summary);
    CHECK(bodies.size() > largest_summary - 30'000);
    CHECK(bodies.find(" more requests that went wrong are left out") != std::string::npos);
    suite.cases.assign(50'000, a_case("GET /"));
    const std::string rows = github_summary(a_run({suite}));
    CHECK(rows.size() <= largest_summary);
    CHECK(
        rows.find(" more requests are left out, as a summary ends at 1 MiB") != std::string::npos
    );
}

TEST_CASE("github summary: of nothing", "[flow]") {
    CHECK(github_summary(an_empty_run()) == "### latch\n\n0 requests\n\n");
}
