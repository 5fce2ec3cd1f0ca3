// SPDX-License-Identifier: MIT
#include "output/event_text.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using latch::test::painted;
using latch::test::pieces;

namespace {

std::string shown(std::string_view bytes, std::size_t piece, const Theme& theme = colorless()) {
    return painted(
        [&](Painter& painter) {
            EventText events(painter, JsonText(painter, JsonText::Layout::indented, 2));
            for (const std::string_view each : pieces(bytes, piece)) {
                events.feed(each);
            }
            events.finish();
        },
        theme
    );
}

} // namespace

TEST_CASE("event text: fields stay as sent but for the JSON in them", "[output]") {
    struct Case {
        const char* why;
        std::string_view bytes, text;
    };

    const std::vector<Case> cases{
        {"fields", "event: tick\nid: 7\n\n", "event: tick\nid: 7\n\n"},
        {"JSON", "data: {\"a\":1}\n\n", "data: {\n  \"a\": 1\n}\n\n"},
        {"without a blank", "data:[]\n", "data:[]\n"},
        {"no JSON after all", "data: [x]\n", "data: [x]\n"},
        {"each line begins anew", "data: {\ndata: {}\n", "data: {\ndata: {}\n"},
        {"a comment", ": {} still here\n", ": {} still here\n"},
        {"a field without a value", "retry\ndata\n", "retry\ndata\n"},
        {"CRLF", "data: x\r\n\r\n", "data: x\r\n\r\n"},
        {"what a terminal would obey", "da\x1bta: \x1b[2J\n", "da\\x1bta: \\x1b[2J\n"},
        {"a line without an end", "data: par", "data: par"},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 3U, 100U}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(shown(each.bytes, piece) == each.text);
        }
    }
}

TEST_CASE("event text: names, comments and JSON have their colours", "[output]") {
    CHECK(shown("data: 1\n:c\n", 100, sixteen_colors()) == "\x1b[94mdata\x1b[39m: 1\n\x1b[32m:c\n");
}
