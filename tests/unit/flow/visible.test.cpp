// SPDX-License-Identifier: MIT
#include "flow/visible.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::flow;

TEST_CASE("visible: what cannot be in XML is shown", "[flow]") {
    struct Shown {
        const char* why;
        std::string bytes;
        const char* text;
        const char* line;
    };

    const std::vector<Shown> cases{
        {"nothing", "", "", ""},
        {"lines stay", "a\tb\r\nc\n", "a\tb\r\nc\n", "a\\tb\\r\\nc\\n"},
        {"controls",
         std::string("\0\x01\x1f\x7f", 4),
         "\\x00\\x01\\x1f\\x7f",
         "\\x00\\x01\\x1f\\x7f"},
        {"C1 controls", "\u009b", "\\xc2\\x9b", "\\xc2\\x9b"},
        {"characters",
         "\u00e9\u20ac\U0001F600",
         "\u00e9\u20ac\U0001F600",
         "\u00e9\u20ac\U0001F600"},
        {"what are none", "\xef\xbf\xbe\xef\xbf\xbf", "\\ufffe\\uffff", "\\ufffe\\uffff"},
        {"their neighbour", "\ufffd", "\ufffd", "\ufffd"},
        {"what turns text around", "a\u202eb\u2066", "a\\u202eb\\u2066", "a\\u202eb\\u2066"},
        {"other ends of lines", "\u2028\u2029", "\\u2028\\u2029", "\\u2028\\u2029"},
        {"quotation marks",
         "\u201ca\u201d\u2065\u206a",
         "\u201ca\u201d\u2065\u206a",
         "\u201ca\u201d\u2065\u206a"},
        {"bytes", "\xff\xc3", "\\xff\\xc3", "\\xff\\xc3"},
        {"surrogates", "\xed\xa0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"},
    };
    for (const Shown& each : cases) {
        INFO(each.why);
        CHECK(visible(each.bytes) == each.text);
        CHECK(in_one_line(each.bytes) == each.line);
    }
}

TEST_CASE("visible: an excerpt says how much more there is", "[flow]") {
    CHECK(excerpt("abc", 3) == "abc");
    CHECK(excerpt("abcd", 3) == "abc\n[and 1 more byte]");
    CHECK(excerpt("ab\u00e9d", 3) == "ab\n[and 3 more bytes]");
    CHECK(excerpt("\U0001F600", 3) == "\n[and 4 more bytes]");
    CHECK(excerpt("\x80\x80\x80\x80\x80\x80", 5) == "\\x80\\x80\n[and 4 more bytes]");
    CHECK(beginning("a\nbcd", 3) == "a\\nb...");
    CHECK(beginning("abc", 3) == "abc");
}
