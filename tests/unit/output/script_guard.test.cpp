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

    const std::string long_words = std::string(ScriptGuard::longest, 'x') + " [1]";

    const std::vector<Case> cases{
        {"Angular's", ")]}',\n", "{\"a\":1}"},
        {"without a comma", ")]}'\n", "[]"},
        {"without a quote", ")]}\n", "[]"},
        {"a bracket alone", ")\n", "[]"},
        {"another", "]\n", "{}"},
        {"a brace alone", "}\n", "{}"},
        {"a loop", "while(1);", "[1]"},
        {"with a blank", "while (1);", "[1]"},
        {"another", "for(;;);", "{}"},
        {"Google's", "throw 1; <dont be evil>\n", "{}"},
        {"with a quote", "throw 1; < don't be evil' >\n", "{}"},
        {"with less to say", "throw 1;", "{}"},
        {"GitLab's and others'", "&&&START&&&\n", "{}"},
        {"a comment is closed behind the JSON", "/*-secure-\n", "{}*/"},
        {"behind a blank line", "\r\n)]}',\n", "{}"},
        {"no ASCII", "\xc3\xa9", "[]"},
        {"an empty object", "{}&&\t", "{}"},
        {"an empty object, a blank", "{} && ", "{}"},
        {"only the first is one", "{}&& ", "{}&& {}"},
        {"nearly one", "", "{}& {}"},
        {"no guard", "", "[]"},
        {"blanks before JSON are none", "", " \n[]"},
        {"a string", "", "\"a\" [1]"},
        {"a number", "", "-1 [1]"},
        {"a literal", "", "true [1]"},
        {"the beginning of a literal", "", "fals"},
        {"the beginning of an object", "", "{"},
        {"as a literal begins", "tru ", "[]"},
        {"what begins like a loop", "forty ", "{}"},
        {"words without brackets", "Internal Server Error", ""},
        {"words that quote", "no \"name\" in [1]", ""},
        {"too long for a guard", long_words, ""},
        {"nothing", "", ""},
        {"blanks alone", "", " \n"},
        {"a guard alone", ")]}',\r\n", ""},
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
