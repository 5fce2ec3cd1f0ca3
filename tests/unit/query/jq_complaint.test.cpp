// SPDX-License-Identifier: MIT
#include "query/jq_complaint.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using latch::query::jq_complaint;

TEST_CASE("jq complaint: the reason and the place are left", "[query]") {
    struct Case {
        const char* why;
        std::string said;
        std::string left;
    };

    const std::vector<Case> cases{
        {"jq 1.6",
         "jq: error: syntax error, unexpected $end (Unix shell quoting issues?) at <top-level>, "
         "line 1:\n.a |    ",
         "syntax error, unexpected $end at line 1"},
        {"jq 1.6, what is not defined",
         "jq: error: foo/0 is not defined at <top-level>, line 3:\nfoo",
         "foo/0 is not defined at line 3"},
        {"jq 1.8",
         "jq: error: syntax error, unexpected end of file at <top-level>, line 1, column 4:\n"
         "    .a |\n       ^",
         "syntax error, unexpected end of file at line 1, column 4"},
        {"a colon in the program",
         "jq: error: a::f/0 is not defined at <top-level>, line 1:\na::f: at <top-level>, line 9:",
         "a::f/0 is not defined at line 1"},
        {"without a place",
         "jq: error: Top-level program not given (try \".\")",
         "Top-level program not given (try \".\")"},
        {"an unknown place", "jq: error: too many\n<unknown location>", "too many"},
        {"another beginning", "error: no", "no"},
        {"nothing", "", ""},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(jq_complaint(each.said) == each.left);
    }
}
