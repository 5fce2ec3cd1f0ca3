// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/flow/report.hpp"
#include "latch/query/xpath.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch::flow;
using namespace latch::test;
using namespace std::chrono_literals;
namespace query = latch::query;

namespace {

using Texts = std::vector<std::string>;

/// What an expression finds in a page as browsers read it.
Texts found(std::string_view expression, const std::string& page) {
    const auto xpath = query::XPath::parse(expression);
    REQUIRE(xpath);
    const auto value = xpath->evaluate(page, query::Markup::html);
    REQUIRE(value);
    return *value ? std::get<query::XPathNodes>(**value) : Texts();
}

} // namespace

TEST_CASE("html report: a line for each request", "[flow]") {
    const std::string page = html_report(mixed_run());
    CHECK(found("//head/title | //h1", page) == Texts{"latch", "latch"});
    CHECK(found("//h2", page) == Texts{"api/orders.flow", "latch"});
    CHECK(
        found("//summary/span[@class='name']", page) ==
        Texts{"GET /orders", "create order", "delete order", "GET http://localhost:1/"}
    );
    CHECK(found("//summary/span[1]", page) == Texts{"passed", "failed", "skipped", "error"});
    CHECK(found("//summary/span[last()]", page) == Texts{"18 ms", "1.24 s", "", "0.4 ms"});
    CHECK(
        found("//body/p", page) ==
        Texts{
            "4 requests: 1 passed, 1 failed, 1 could not be made, 1 skipped in 1.26 s",
            "2026-11-28T11:14:09 UTC",
            "p50 18 ms, p95 1.24 s (the slowest, of fewer than 20)",
        }
    );
    CHECK(
        found("//details[@open]//span[@class='name']", page) ==
        Texts{"create order", "GET http://localhost:1/"}
    );
    CHECK(
        found("//details[1]//pre", page) ==
        Texts{"GET /orders HTTP/1.1\n", "[]", "cannot connect to localhost:1: connection refused\n"}
    );
}

TEST_CASE("html report: the phases of time as pieces of a bar", "[flow]") {
    const std::string page = html_report(mixed_run());
    const std::string first = "//section[1]/details[1]//svg/rect";
    CHECK(
        found(first + "/@class", page) ==
        Texts{"other", "resolve", "connect", "tls", "wait", "transfer"}
    );
    CHECK(found(first + "/title", page).at(4) == "wait 8.0 ms");
    // 2 ms to 20 ms of 1261 ms, in units of a ten-thousandth.
    CHECK(found(first + "/@x", page) == Texts{"15", "23", "31", "47", "87", "150"});
    CHECK(found(first + "/@width", page) == Texts{"40", "40", "40", "40", "63", "40"});
    CHECK(
        found("//section[1]/details[1]/div/p", page) ==
        Texts{"api/orders.flow:3:1; other 1.0 ms, name 1.0 ms, connect 2.0 ms, TLS 5.0 ms, "
              "wait 8.0 ms, transfer 1.0 ms"}
    );
    const std::string second = "//section[1]/details[2]//svg/rect";
    CHECK(found(second + "/@class", page) == Texts{"other", "wait", "transfer"});
    CHECK(found(second + "/title", page).at(0) == "other 1.20 s");
    CHECK(found("//section[1]/details[3]//svg", page).empty());
    // Next to nothing, at the end.
    CHECK(found("//section[2]//rect/@x", page) == Texts{"9960"});
    CHECK(found("//section[2]//rect/@width", page) == Texts{"40"});
}

TEST_CASE("html report: times that do not add up stay within the drawing", "[flow]") {
    auto run = a_run_of(a_case("x").timed(1s, 1s).phases({5s, -5s, 1s, 1s, 1s, 9s}));
    run.duration = 1ms;
    const std::string page = html_report(run);
    CHECK(found("//details//rect/@class", page) == Texts{"resolve"});
    CHECK(found("//details//rect/@x", page) == Texts{"5000"});
    CHECK(found("//details//rect/@width", page) == Texts{"5000"});
    const std::string still = html_report(a_run_of(a_case("x").timed(0s, 0s)));
    CHECK(found("//details//rect", still).empty());
}

TEST_CASE("html report: hostile text is text", "[flow]") {
    const std::string page = html_report(hostile_run());
    CHECK(found("//script", page).empty());
    CHECK(found("//details", page).size() == 3);
    CHECK(found("//details//pre", page).size() == 5);
    CHECK(found("//pre/node()", page).size() == 5);
    CHECK(found("//h1", page).at(0).substr(0, 19) == "]]>\\x1b[31m\\x01\\x7f");
    CHECK(page.find('\x1b') == std::string::npos);
    CHECK(page.find("\u202e") == std::string::npos);
}

TEST_CASE("html report: loads nothing and runs nothing", "[flow]") {
    const std::string page = html_report(mixed_run());
    CHECK(found("//@src | //@href | //script | //link | //style[contains(., 'url(')]", page).empty()
    );
    CHECK(
        found("//meta[@http-equiv='Content-Security-Policy']/@content", page) ==
        Texts{"default-src 'none'; style-src 'unsafe-inline'"}
    );
    CHECK(page.find("prefers-color-scheme: dark") != std::string::npos);
}

TEST_CASE("html report: without times it has no bars", "[flow]") {
    const std::string page = html_report(without_times(mixed_run()));
    CHECK(found("//svg", page).empty());
    CHECK(page.find(" ms") == std::string::npos);
}
