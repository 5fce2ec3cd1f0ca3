// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/flow/report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

using namespace latch::flow;
using namespace latch::test;
using nlohmann::json;

TEST_CASE("json report: the run", "[flow]") {
    const json report = json::parse(json_report(mixed_run()));
    CHECK(report["name"] == "latch");
    CHECK(report["began"] == "2026-11-28T11:14:09Z");
    CHECK(report["duration_ms"] == 1261.0);
    CHECK(
        report["summary"] ==
        json::parse(R"({"requests": 4, "passed": 1, "failed": 1, "errors": 1, "skipped": 1,
            "p50_ms": 18.0, "p95_ms": 1240.0, "max_ms": 1240.0})")
    );
    REQUIRE(report["suites"].size() == 2);
    CHECK(report["suites"][0]["name"] == "api/orders.flow");
    CHECK(report["suites"][0]["cases"].size() == 3);
    CHECK(report["suites"][1]["name"] == "latch");
}

TEST_CASE("json report: a request of each outcome", "[flow]") {
    const json report = json::parse(json_report(mixed_run()));
    const json& cases = report["suites"][0]["cases"];
    CHECK(cases[0] == json::parse(R"({
        "name": "GET /orders", "file": "api/orders.flow", "line": 3, "column": 1,
        "outcome": "passed", "status_line": "HTTP/1.1 200 OK", "tries": 1,
        "started_ms": 2.0, "duration_ms": 18.0,
        "phases_ms": {"resolve": 1.0, "connect": 2.0, "tls": 5.0, "first_byte": 8.0, "transfer": 1.0},
        "sent": "GET /orders HTTP/1.1\n", "received": "[]"})"));
    CHECK(cases[1]["outcome"] == "failed");
    CHECK(cases[1]["tries"] == 3);
    CHECK(cases[1]["expectations"].size() == 2);
    CHECK(cases[1]["expectations"][0] == json::parse(R"({
        "expression": "status == 201", "actual": "422 Unprocessable Entity", "expected": "201",
        "file": "api/orders.flow", "line": 15, "column": 14})"));
    CHECK(cases[2]["outcome"] == "skipped");
    CHECK(cases[2]["reason"] == "an earlier request failed");
    CHECK(report["suites"][1]["cases"][0] == json::parse(R"({
        "name": "GET http://localhost:1/", "outcome": "error",
        "message": "cannot connect to localhost:1: connection refused", "status_line": "", "tries": 1,
        "started_ms": 1260.0, "duration_ms": 0.4,
        "phases_ms": {"resolve": 0.0, "connect": 0.0, "tls": 0.0, "first_byte": 0.0, "transfer": 0.0},
        "sent": "", "received": ""})"));
}

TEST_CASE("json report: the members stand in the order of the record", "[flow]") {
    const std::string report = json_report(without_times(mixed_run()));
    CHECK(report.find("{\n  \"name\": \"latch\",\n  \"summary\": {") == 0);
    CHECK(report.find("_ms") == std::string::npos);
    CHECK(report.find("began") == std::string::npos);
    CHECK(report.back() == '\n');
}

TEST_CASE("json report: hostile text is kept as far as JSON can", "[flow]") {
    const std::string report = json_report(hostile_run());
    CHECK(std::ranges::all_of(report, [](char byte) {
        return byte == '\n' || (byte >= ' ' && byte < '\x7f');
    }));
    const json first = json::parse(report)["suites"][0]["cases"][0];
    const std::string received = first["received"];
    CHECK(received.substr(0, 10) == hostile.substr(0, 10));
    CHECK(received.find("\\ \ufffd") != std::string::npos);
    CHECK(received.find("\n::error::owned\r\n") != std::string::npos);
    CHECK(received.ends_with("\t\u00e9"));
}

TEST_CASE("json report: of nothing", "[flow]") {
    const json report = json::parse(json_report(an_empty_run()));
    CHECK(report["suites"] == json::array());
    CHECK(report["summary"]["requests"] == 0);
}
