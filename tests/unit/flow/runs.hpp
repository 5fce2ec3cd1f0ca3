// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace latch::test {

/// A request to be reported: `a_case("GET /").failed(...)`.
class CaseBuilder {
public:
    explicit CaseBuilder(std::string name) { case_.name = std::move(name); }

    CaseBuilder& at(flow::Place place) {
        case_.place = std::move(place);
        return *this;
    }

    CaseBuilder& failed(flow::Expectation expectation) {
        if (!std::holds_alternative<flow::Failed>(case_.outcome)) {
            case_.outcome = flow::Failed{};
        }
        std::get<flow::Failed>(case_.outcome).expectations.push_back(std::move(expectation));
        return *this;
    }

    CaseBuilder& broken(std::string message) {
        case_.outcome = flow::Broken{std::move(message)};
        return *this;
    }

    CaseBuilder& skipped(std::string reason) {
        case_.outcome = flow::Skipped{std::move(reason)};
        return *this;
    }

    CaseBuilder& answered(std::string status_line, std::string received) {
        case_.status_line = std::move(status_line);
        case_.received = std::move(received);
        return *this;
    }

    CaseBuilder& sent(std::string text) {
        case_.sent = std::move(text);
        return *this;
    }

    CaseBuilder& tries(unsigned count) {
        case_.tries = count;
        return *this;
    }

    CaseBuilder& timed(std::chrono::nanoseconds started, std::chrono::nanoseconds duration) {
        case_.times = flow::Times{.started = started, .duration = duration, .phases = {}};
        return *this;
    }

    CaseBuilder& phases(http::Timings phases) {
        case_.times->phases = phases;
        return *this;
    }

    operator flow::Case() const { return case_; } // NOLINT(google-explicit-constructor)

private:
    flow::Case case_;
};

inline CaseBuilder a_case(std::string name) {
    return CaseBuilder(std::move(name));
}

inline flow::Record a_run(std::vector<flow::Suite> suites) {
    return {.name = "latch", .began = {}, .duration = {}, .suites = std::move(suites)};
}

inline flow::Record an_empty_run() {
    return a_run(std::vector<flow::Suite>());
}

inline flow::Record a_run_of(flow::Case request) {
    return a_run({flow::Suite{.file = "orders.flow", .cases = {std::move(request)}}});
}

/// One request of each outcome, with times.
inline flow::Record mixed_run() {
    using namespace std::chrono_literals;
    flow::Record run = a_run({
        {.file = "api/orders.flow",
         .cases =
             {a_case("GET /orders")
                  .at({"api/orders.flow", 3, 1})
                  .sent("GET /orders HTTP/1.1\n")
                  .answered("HTTP/1.1 200 OK", "[]")
                  .timed(2ms, 18ms)
                  .phases({1ms, 2ms, 5ms, 8ms, 1ms, 17ms}),
              a_case("create order")
                  .at({"api/orders.flow", 14, 1})
                  .sent(R"({"sku":"A-17","qty":0})")
                  .answered("HTTP/1.1 422 Unprocessable Entity", R"({"errors":["qty"]})")
                  .tries(3)
                  .timed(20ms, 1240ms)
                  .phases({0ms, 0ms, 0ms, 30ms, 10ms, 40ms})
                  .failed(
                      {"status == 201",
                       "422 Unprocessable Entity",
                       "201",
                       {"api/orders.flow", 15, 14}}
                  )
                  .failed({".errors | length == 0", "1", "0", {"api/orders.flow", 16, 14}}),
              a_case("delete order")
                  .at({"api/orders.flow", 20, 1})
                  .skipped("an earlier request failed")}},
        {.file = "",
         .cases = {a_case("GET http://localhost:1/")
                       .timed(1260ms, 400us)
                       .broken("cannot connect to localhost:1: connection refused")}},
    });
    run.began = base::Clock::time_point(1'795'864'449s); // 2026-11-28T11:14:09Z
    run.duration = 1261ms;
    return run;
}

/// What would break out of each kind of report.
inline const std::string hostile =
    "]]>\x1b[31m\x01\x7f<script>alert(1)</script></pre>\"'&|`*_[x](y) # SKIP \\ "
    "\xff\xed\xa0\x80\xef\xbf\xbe\xef\xbf\xbf\n::error::owned\r\n  ##[error]owned%0A,file=x\n"
    "\u202eok 1\nnot ok 2\n...\nBail out!\t\u00e9";

/// `hostile` everywhere.
inline flow::Record hostile_run() {
    flow::Record run = a_run({
        {.file = hostile,
         .cases =
             {a_case(hostile)
                  .at({hostile, 1, 1})
                  .sent(hostile)
                  .answered(hostile, hostile)
                  .failed({hostile, hostile, hostile, {hostile, 2, 2}}),
              a_case(hostile).at({hostile, 3, 1}).broken(hostile),
              a_case(hostile).at({hostile, 4, 1}).skipped(hostile)}},
    });
    run.name = hostile;
    return run;
}

} // namespace latch::test
