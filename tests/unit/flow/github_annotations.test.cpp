// SPDX-License-Identifier: MIT
#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <string>
#include <vector>

using namespace latch::flow;
using namespace latch::test;

TEST_CASE("github annotations: as a whole", "[flow]") {
    CHECK(
        github_annotations(mixed_run()) ==
        "::error file=api/orders.flow,line=15,col=14,endColumn=27,title=create order::"
        "expect  status == 201  (api/orders.flow:15:14)%0A  actual    422 Unprocessable Entity%0A"
        "  expected  201%0Aexpect  .errors | length == 0  (api/orders.flow:16:14)%0A"
        "  actual    1%0A  expected  0\n"
        "::error title=GET http%3A//localhost%3A1/::"
        "cannot connect to localhost:1: connection refused\n"
    );
}

TEST_CASE("github annotations: the place as far as it is known", "[flow]") {
    struct Located {
        const char* why;
        Place request;
        Place expectation;
        const char* properties;
    };

    const std::vector<Located> cases{
        {"none", {}, {}, "title=x"},
        {"of the request", {"a.flow", 3, 1}, {}, "file=a.flow,line=3,col=1,title=x"},
        {"of the expectation",
         {"a.flow", 3, 1},
         {"b.flow", 4, 5},
         "file=b.flow,line=4,col=5,endColumn=6,title=x"},
        {"a line", {}, {"b.flow", 4, 0}, "file=b.flow,line=4,title=x"},
        {"a file", {}, {"b.flow", 0, 5}, "file=b.flow,title=x"},
        {"what would end a property",
         {"a:b,c%d\n", 1, 0},
         {},
         "file=a%3Ab%2Cc%25d\\n,line=1,title=x"},
    };
    for (const Located& each : cases) {
        INFO(each.why);
        const auto request =
            a_case("x").at(each.request).failed({"\u00e9", "1", "2", each.expectation});
        const std::string out = github_annotations(a_run_of(request));
        CHECK(out.substr(8, out.find("::", 8) - 8) == each.properties);
    }
}

TEST_CASE("github annotations: hostile text begins no line", "[flow]") {
    const std::string report = github_annotations(hostile_run());
    const auto lines = latch::base::split(report, '\n');
    REQUIRE(lines.size() == 3);
    for (const std::string_view line : lines) {
        INFO(line);
        CHECK((line.empty() || line.starts_with("::error file=")));
        CHECK(line.find('\r') == std::string_view::npos);
        CHECK(line.find('\x1b') == std::string_view::npos);
        // The first "::" behind the command is the one in front of the message.
        const std::string_view properties = line.substr(0, line.find("::", 2));
        CHECK(
            properties.find("owned%250A%2Cfile=x") ==
            properties.rfind("owned%250A%2Cfile=x", properties.find("title="))
        );
    }
}

TEST_CASE("github annotations: as many as GitHub takes", "[flow]") {
    struct Many {
        std::size_t wrong;
        std::size_t lines;
        const char* last;
    };

    for (const Many& each : {
             Many{0, 0, ""},
             Many{1, 1, "::error title=x::y"},
             Many{10, 10, "::error title=x (10)::y"},
             Many{11, 10, "::error title=latch::2 more requests went wrong"},
             Many{500, 10, "::error title=latch::491 more requests went wrong"},
         }) {
        Suite suite;
        suite.cases.assign(each.wrong, a_case("x").broken("y"));
        suite.cases.push_back(a_case("good"));
        suite.cases.push_back(a_case("not run").skipped("why"));
        const std::string report = github_annotations(a_run({suite}));
        const auto lines = latch::base::split(report, '\n');
        REQUIRE(lines.size() == each.lines + 1);
        CHECK(lines.back().empty());
        CHECK((each.lines == 0 || lines[each.lines - 1] == each.last));
    }
}

TEST_CASE("github annotations: an expectation without words, and a long one", "[flow]") {
    Case silent = a_case("x");
    silent.outcome = Failed{};
    CHECK(github_annotations(a_run_of(silent)) == "::error title=x::an expectation was false\n");
    const auto talkative = a_case("x").broken(std::string(100'000, 'y'));
    CHECK(github_annotations(a_run_of(talkative)).size() < 5000);
}
