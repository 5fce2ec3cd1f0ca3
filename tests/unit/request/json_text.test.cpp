// SPDX-License-Identifier: MIT
#include "request/json_text.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;

TEST_CASE("json text: what RFC 8259 calls JSON has no flaw", "[request]") {
    struct Case {
        std::string_view why, text;
    };

    const std::vector<Case> cases{
        {"a literal", "true"},
        {"a literal", "false"},
        {"a literal", "null"},
        {"zero", "0"},
        {"minus zero", "-0"},
        {"a number beyond double precision", "12345678901234567890123.000000000000000000000001"},
        {"a number beyond double range", "1e999999"},
        {"every part of a number", "-12.5E+7"},
        {"a negative exponent", "1e-7"},
        {"an empty string", "\"\""},
        {"every escape", R"("\"\\\/\b\f\n\r\t\u00e9\uD83D\uDD12")"},
        {"a lone surrogate is grammar", R"("\ud800")"},
        {"UTF-8", "\"gr\xc3\xbc\xc3\x9f\""},
        {"DEL needs no escape", "\"\x7f\""},
        {"empty containers", "[{},[]]"},
        {"blanks everywhere", " { \"a\" : [ 1 , 2 ] ,\t\"b\"\r\n: null } "},
        {"repeated keys", R"({"a":1,"a":2})"},
        {"nesting", R"({"a":{"b":[{"c":[[]]}]}})"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK_FALSE(find_json_flaw(c.text).has_value());
    }
}

TEST_CASE("json text: the first flaw is found with its place and what is wanted", "[request]") {
    struct Case {
        std::string_view why, text;
        std::size_t at;
        std::string_view expected;
    };

    const std::vector<Case> cases{
        {"nothing", "", 0, "a value"},
        {"blanks only", "  ", 2, "a value"},
        {"a bare word", "hello", 0, "a value"},
        {"Python's spelling", "True", 0, "a value"},
        {"single quotes", "'a'", 0, "a value"},
        {"NaN", "NaN", 0, "a value"},
        {"a plus sign", "+1", 0, "a value"},
        {"a point first", ".5", 0, "a value"},
        {"a point last", "1.", 2, "a digit"},
        {"a minus alone", "-", 1, "a digit"},
        {"a minus before a word", "-x", 1, "a digit"},
        {"an exponent without digits", "1e", 2, "a digit"},
        {"an exponent with a sign only", "1e+", 3, "a digit"},
        {"two signs", "1e+-1", 3, "a digit"},
        {"a leading zero", "01", 1, "the end"},
        {"hexadecimal", "0x10", 1, "the end"},
        {"two values", "1 2", 2, "the end"},
        {"a literal that goes on", "trueish", 4, "the end"},
        {"something behind a container", "{}}", 2, "the end"},
        {"an open string", "\"abc", 4, "a closing '\"'"},
        {"a backslash at the end", "\"a\\", 3, "one of \" \\ / b f n r t u after a backslash"},
        {"an unknown escape", R"("\x")", 2, "one of \" \\ / b f n r t u after a backslash"},
        {"a short code", R"("\u12")", 5, "four hexadecimal digits"},
        {"a code that is none", R"("\u12g4")", 5, "four hexadecimal digits"},
        {"a code cut off by the end", R"("\u)", 3, "four hexadecimal digits"},
        {"a line end in a string", "\"a\nb\"", 2, "an escape in the place of a control character"},
        {"a tab in a string", "\"\t\"", 1, "an escape in the place of a control character"},
        {"an open array", "[1", 2, "',' or ']'"},
        {"an open empty array", "[", 1, "a value"},
        {"a comma at the end of an array", "[1,]", 3, "a value"},
        {"a comma at its start", "[,1]", 1, "a value"},
        {"no comma", "[1 2]", 3, "',' or ']'"},
        {"the wrong bracket", "[1}", 2, "',' or ']'"},
        {"an open object", "{", 1, "a key in double quotes"},
        {"a bare key", "{a:1}", 1, "a key in double quotes"},
        {"a number as key", "{1:1}", 1, "a key in double quotes"},
        {"a key without value", R"({"a"})", 4, "':'"},
        {"a colon without value", R"({"a":})", 5, "a value"},
        {"a comma at the end of an object", R"({"a":1,})", 7, "a key in double quotes"},
        {"an object that is not closed", R"({"a":1)", 6, "',' or '}'"},
        {"the wrong bracket of an object", R"({"a":1])", 6, "',' or '}'"},
        {"a comment", "1 // one", 2, "the end"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        const auto flaw = find_json_flaw(c.text);
        REQUIRE(flaw.has_value());
        CHECK(flaw->at == c.at);
        CHECK(flaw->expected == c.expected);
    }
}

TEST_CASE("json text: a long argument full of brackets does not overflow the stack", "[request]") {
    const std::size_t depth = 131072;
    const std::string open(depth, '[');
    CHECK(find_json_flaw(open)->at == depth);
    CHECK_FALSE(find_json_flaw(open + std::string(depth, ']')).has_value());
}

TEST_CASE("json text: strings escape what JSON demands and nothing else", "[request]") {
    struct Case {
        std::string_view why, text, json;
    };

    const std::vector<Case> cases{
        {"nothing", "", R"("")"},
        {"plain", "abc", R"("abc")"},
        {"quote and backslash", R"(a"b\c)", R"("a\"b\\c")"},
        {"controls with a name", "\b\f\n\r\t", R"("\b\f\n\r\t")"},
        {"controls without one", "\x01\x1b\x1f", R"("\u0001\u001b\u001f")"},
        {"the slash stays", "a/b", R"("a/b")"},
        {"DEL stays", "\x7f", "\"\x7f\""},
        {"UTF-8 stays", "\xf0\x9f\x94\x92", "\"\xf0\x9f\x94\x92\""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        std::string out = "x";
        append_json_string(out, c.text);
        CHECK(out == "x" + std::string(c.json));
        CHECK_FALSE(find_json_flaw(out.substr(1)).has_value());
    }
    std::string nul;
    append_json_string(nul, std::string_view("\0", 1));
    CHECK(nul == R"("\u0000")");
}
