// SPDX-License-Identifier: MIT
#include "output/perhaps_json.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using latch::test::painted;
using latch::test::pieces;

namespace {

std::string shown(std::string_view bytes, std::size_t piece) {
    return painted(
        [&](Painter& painter) {
            PerhapsJson body(JsonText(painter, JsonText::Layout::indented), SafeText(painter));
            for (const std::string_view each : pieces(bytes, piece)) {
                body.feed(each);
            }
            body.finish();
        },
        colorless()
    );
}

} // namespace

TEST_CASE("perhaps JSON: all of it has to be JSON to be shown as that", "[output]") {
    struct Case {
        const char* why;
        std::string_view bytes, text;
    };

    const std::vector<Case> cases{
        {"JSON", " {\"a\":1}\n", "{\n    \"a\": 1\n}"},
        {"an array", "[1]", "[\n    1\n]"},
        {"documents in lines", "{}\n{}\n", "{}\n{}"},
        {"prose", "hello [1] {}", "hello [1] {}"},
        {"a log", "[2026-01-01] started\n{}", "[2026-01-01] started\n{}"},
        {"a script", "{var a = 1;}", "{var a = 1;}"},
        {"cut off", "{\"a\": 1", "{\"a\": 1"},
        {"JSON with something behind", "{\"a\":1} x", "{\"a\":1} x"},
        {"a number alone is text", "1 2", "1 2"},
        {"blanks", " \n ", " \n "},
        {"nothing", "", ""},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 4U, 100U}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(shown(each.bytes, piece) == each.text);
        }
    }
}

TEST_CASE("perhaps JSON: patience ends", "[output]") {
    const std::string large = "[" + std::string(PerhapsJson::patience, '\n') + "1 x";
    CHECK(shown(large, large.size() - 3) == "[\n    1 x"); // JSON is what it was taken for
    const std::string blanks = std::string(PerhapsJson::patience + 1, ' ') + "[1]";
    CHECK(shown(blanks, blanks.size() - 3) == blanks);
}
