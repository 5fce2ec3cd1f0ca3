// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/flow/report.hpp"
#include "latch/query/xpath.hpp"

#include <set>
#include <string>
#include <vector>

using namespace latch::flow;
using namespace latch::test;
namespace query = latch::query;

namespace {

/// What an expression finds in a report; nodes one after the other.
std::vector<std::string> found(std::string_view expression, const std::string& report) {
    const auto xpath = query::XPath::parse(expression);
    REQUIRE(xpath);
    const auto value = xpath->evaluate(report, query::Markup::xml);
    REQUIRE(value);
    return *value ? std::get<query::XPathNodes>(**value) : std::vector<std::string>();
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("junit: as a whole", "[flow]") {
    CHECK(junit(mixed_run()) == R"x(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="latch" tests="4" failures="1" errors="1" skipped="1" time="1.261">
  <testsuite name="api/orders.flow" file="api/orders.flow" tests="3" failures="1" errors="0" skipped="1" timestamp="2026-11-28T11:14:09" time="1.258">
    <testcase classname="api.orders" name="GET /orders" file="api/orders.flow" line="3" time="0.018">
      <system-out>sent
GET /orders HTTP/1.1

received  HTTP/1.1 200 OK
[]
</system-out>
    </testcase>
    <testcase classname="api.orders" name="create order" file="api/orders.flow" line="14" time="1.240">
      <properties><property name="tries" value="3"/></properties>
      <failure message="status == 201: got 422 Unprocessable Entity; .errors | length == 0: got 1" type="expect">expect  status == 201  (api/orders.flow:15:14)
  actual    422 Unprocessable Entity
  expected  201
expect  .errors | length == 0  (api/orders.flow:16:14)
  actual    1
  expected  0
</failure>
      <system-out>sent
{"sku":"A-17","qty":0}
received  HTTP/1.1 422 Unprocessable Entity
{"errors":["qty"]}
</system-out>
    </testcase>
    <testcase classname="api.orders" name="delete order" file="api/orders.flow" line="20">
      <skipped message="an earlier request failed"/>
    </testcase>
  </testsuite>
  <testsuite name="latch" tests="1" failures="0" errors="1" skipped="0" timestamp="2026-11-28T11:14:10" time="0.000">
    <testcase classname="latch" name="GET http://localhost:1/" time="0.000">
      <error message="cannot connect to localhost:1: connection refused" type="error">cannot connect to localhost:1: connection refused
</error>
    </testcase>
  </testsuite>
</testsuites>
)x");
}

TEST_CASE("junit: without times it is the same each time", "[flow]") {
    const std::string report = junit(without_times(mixed_run()));
    CHECK(report.find(" time") == std::string::npos);
}

TEST_CASE("junit: hostile text is text", "[flow]") {
    const std::string report = junit(hostile_run());
    CHECK(found("/testsuites/testsuite/testcase/*", report).size() == 4);
    const Texts messages = found("//error/@message | //skipped/@message", report);
    REQUIRE(messages.size() == 2);
    CHECK(messages[0].substr(0, 26) == "]]>\\x1b[31m\\x01\\x7f<script");
    CHECK(messages[0] == messages[1]);
    const std::string output = found("//system-out", report).at(0);
    CHECK(output.find("\\xff\\xed\\xa0\\x80\\ufffe\\uffff\n::error::owned") != std::string::npos);
    CHECK(report.find("]]>") == std::string::npos);
    for (const char byte : report) {
        const auto code = static_cast<unsigned char>(byte);
        CHECK((code >= 0x20 || code == '\n' || code == '\t'));
    }
}

TEST_CASE("junit: no two have the same class and name", "[flow]") {
    const Suite twice{.file = "a/b.flow", .cases = {a_case("x"), a_case("x"), a_case("x (2)")}};
    const Suite other{.file = "a.b.flow", .cases = {a_case("x"), a_case("y")}};
    CHECK(
        found("//testcase/@name", junit(a_run({twice, other, twice}))) ==
        Texts{"x", "x (3)", "x (2)", "x (4)", "y", "x (5)", "x (6)", "x (2) (2)"}
    );
    // What differs in controls alone may look the same.
    const Suite alike{.file = "", .cases = {a_case("\x01"), a_case("\\x01")}};
    CHECK(found("//testcase/@name", junit(a_run({alike}))) == Texts{"\\x01", "\\x01 (2)"});
}

TEST_CASE("junit: the class is the file as a package has it", "[flow]") {
    struct Named {
        const char* file;
        const char* name;
    };

    const std::vector<Named> cases{
        {"orders.flow", "orders"},
        {"./api/v1.2/orders.flow", "api.v1.2.orders"},
        {"../up.flow", "up"},
        {"/tmp/x", "tmp.x"},
        {"v1.2/x", "v1.2.x"},
        {".flow", ".flow"},
        {"", "latch"},
    };
    for (const Named& each : cases) {
        INFO(each.file);
        const Suite suite{.file = each.file, .cases = {a_case("x")}};
        CHECK(found("//@classname", junit(a_run({suite}))) == Texts{each.name});
    }
}

TEST_CASE("junit: a large body is cut", "[flow]") {
    const std::string report =
        junit(a_run_of(a_case("x").answered("HTTP/1.1 200 OK", std::string(100'000, 'x'))));
    CHECK(report.size() < 70'000);
    CHECK(report.find("[and 34464 more bytes]") != std::string::npos);
}

TEST_CASE("junit: stays below what GitLab takes, with each request", "[flow]") {
    Suite suite;
    suite.cases.assign(100, a_case("x").answered("HTTP/1.1 200 OK", std::string(100'000, '<')));
    const std::string report = junit(a_run({suite}));
    CHECK(report.size() < 30'000'000);
    CHECK(report.size() > 20'000'000);
    CHECK(found("//testcase/@name", report).size() == 100);
}

TEST_CASE("junit: of nothing", "[flow]") {
    CHECK(
        junit(an_empty_run()) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"latch\" tests=\"0\" "
        "failures=\"0\" errors=\"0\" skipped=\"0\">\n</testsuites>\n"
    );
}
