// SPDX-License-Identifier: MIT
#include "output/script_guard.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using latch::test::painted;
using latch::test::pieces;

TEST_CASE("script guard: it is shown, and what follows is passed on", "[output]") {
    struct Case {
        const char* why;
        std::string_view guard, rest;
    };

    const std::vector<Case> cases{
        {"Angular's", ")]}',\n", "{\"a\":1}"},
        {"without a comma", ")]}'\n", "[]"},
        {"without a quote", ")]}\n", "[]"},
        {"a loop", "while(1);", "[1]"},
        {"with a blank", "while (1);", "[1]"},
        {"another", "for(;;);", "{}"},
        {"Google's", "throw 1; <dont be evil>\n", "{}"},
        {"with less to say", "throw 1;", "{}"},
        {"an empty object", "{}&&\t", "{}"},
        {"only the first is one", "{}&& ", "{}&& {}"},
        {"no guard", "", "[]"},
        {"the beginning of one", "", "for("},
        {"something else", "", "forty {}"},
        {"nothing", "", ""},
        {"a guard alone", ")]}',\r\n", ""},
        {"no JSON behind it", ")]}',\n", "x"},
        {"in the middle", "", "[1] while(1);"},
    };
    for (const Case& each : cases) {
        const std::string bytes = std::string(each.guard) + std::string(each.rest);
        for (const std::size_t piece : {1U, 5U, 1000U}) {
            INFO(each.why << ", in pieces of " << piece);
            std::string passed;
            const auto paint = [&](Painter& painter) {
                ScriptGuard guard{SafeText(painter)};
                for (const std::string_view cut : pieces(bytes, piece)) {
                    passed += guard.pass(cut);
                }
                passed += guard.finish();
            };
            CHECK(painted(paint, colorless()) == each.guard);
            CHECK(passed == each.rest);
        }
    }
}
