// SPDX-License-Identifier: MIT
#include "output/json_text.hpp"

#include "captured.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <random>
#include <vector>

using namespace latch::output;
using namespace latch::test;

namespace {

using Layout = JsonText::Layout;

constexpr std::size_t whole = 10'000'000;

struct Manner {
    Layout layout = Layout::indented;
    const Theme& theme = colorless();
    std::size_t piece = whole;
};

std::string shown(std::string_view bytes, const Manner& manner = {}) {
    const auto paint = [&](Painter& painter) {
        JsonText text(painter, manner.layout);
        for (const std::string_view each : pieces(bytes, manner.piece)) {
            text.feed(each);
        }
        text.finish();
    };
    return painted(paint, manner.theme);
}

struct Case {
    const char* why;
    std::string_view bytes, shown;
};

/// Whole and in small pieces, since the network cuts anywhere.
void check_all(const std::vector<Case>& cases, Layout layout = Layout::indented) {
    for (const Case& each : cases) {
        for (const std::size_t piece : {whole, std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(shown(each.bytes, {.layout = layout, .piece = piece}) == each.shown);
        }
    }
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    return text;
}

/// Half-way sensible JSON: tokens in random order.
std::string token_soup(std::mt19937& random) {
    static const std::vector<std::string_view> tokens{
        "{",      "}",       "[",      "]",    ",",   ":",    "\"a\"", R"("b\"c")", R"("\u00e9")",
        "\"é€\"", R"("\\")", "1",      "-1.5", "1e5", "true", "false", "null",      " ",
        "\n",     "\r\n",    "\"a\":", "tru",  "01",  "x",    "[]",    "{}",
    };
    std::string soup;
    for (auto length = random() % 30; length > 0; --length) {
        soup += tokens[random() % tokens.size()];
    }
    return soup;
}

} // namespace

TEST_CASE("json text: documents are indented by four, empty containers stay closed", "[output]") {
    check_all({
        {"nothing", "", ""},
        {"blanks only", " \n ", ""},
        {"an object",
         R"({"a":1,"b":[true,null],"c":{}})",
         "{\n    \"a\": 1,\n    \"b\": [\n        true,\n        null\n    ],\n    \"c\": {}\n}"},
        {"an array", "[1,[2,[]]]", "[\n    1,\n    [\n        2,\n        []\n    ]\n]"},
        {"blanks in empty containers", "[ { \n } , [\t] ]", "[\n    {},\n    []\n]"},
        {"the sender's layout goes", "{\r\n\t\"a\" :\n1 }\r\n", "{\n    \"a\": 1\n}"},
        {"a string alone", "\"x\"", "\"x\""},
        {"a number alone", "-0.5e-7", "-0.5e-7"},
        {"a literal alone", "false", "false"},
    });
}

TEST_CASE("json text: tokens stay as sent", "[output]") {
    check_all({
        {"numbers beyond a double's reach",
         "[12345678901234567890123,1.10,1e5,1E+400,-0]",
         "[\n    12345678901234567890123,\n    1.10,\n    1e5,\n    1E+400,\n    -0\n]"},
        {"escapes",
         R"(["\u00e9\/\n\ud834\udd1e","é"])",
         "[\n    \"\\u00e9\\/\\n\\ud834\\udd1e\",\n    \"é\"\n]"},
        {"escaped quotes and backslashes",
         R"(["\"","\\","\\\""])",
         "[\n    \"\\\"\",\n    \"\\\\\",\n    \"\\\\\\\"\"\n]"},
        {"duplicate keys, in their order",
         R"({"b":1,"a":2,"b":3})",
         "{\n    \"b\": 1,\n    \"a\": 2,\n    \"b\": 3\n}"},
        {"empty strings and keys", R"({"":""})", "{\n    \"\": \"\"\n}"},
        {"an escape that JSON does not know", R"(["\q\u12"])", "[\n    \"\\q\\u12\"\n]"},
        {"structure inside of strings", R"({"a{[":"}],:"})", "{\n    \"a{[\": \"}],:\"\n}"},
    });
}

TEST_CASE("json text: several documents begin a line each", "[output]") {
    check_all({
        {"ndjson", "{\"a\":1}\n{}\n[]\n", "{\n    \"a\": 1\n}\n{}\n[]"},
        {"back to back", "{}[]\"a\"1 2", "{}\n[]\n\"a\"\n1\n2"},
        {"a broken one ends the formatting", "{}\n{x}\n{ }", "{}\n{x}\n{ }"},
    });
}

TEST_CASE("json text: from the offending byte on the rest is shown as it is", "[output]") {
    check_all({
        {"no JSON at all", "<html>\n  <p>\n", "<html>\n  <p>\n"},
        {"words that begin like a literal", "nothing [1, 2]", "nothing [1, 2]"},
        {"a comma too many in an object", R"({"a":1, } )", "{\n    \"a\": 1,\n    } "},
        {"in an array", "[1,]", "[\n    1,\n    ]"},
        {"a comma too early", "[,1]", "[,1]"},
        {"a missing comma", "[1 2]", "[\n    1 2]"},
        {"a missing colon", R"({"a" 1})", "{\n    \"a\" 1}"},
        {"a key that is no string", "{1:2}", "{1:2}"},
        {"a second colon", R"({"a"::1})", "{\n    \"a\": :1}"},
        {"a value without key", R"({"a":1,2})", "{\n    \"a\": 1,\n    2}"},
        {"the wrong bracket", R"([{"a":1]])", "[\n    {\n        \"a\": 1]]"},
        {"the wrong bracket on an empty one", "[}", "[}"},
        {"a bracket too many", "{}} {\"a\": 1}", "{}} {\"a\": 1}"},
        {"a closing bracket first", "]", "]"},
        {"a comma between documents", "1,2", "1,2"},
        {"a colon at the top", "\"a\":1", "\"a\":1"},
        {"a leading zero", "[01]", "[\n    01]"},
        {"a number that breaks off", "[1.,2]", "[\n    1.,2]"},
        {"a plus", "[+1]", "[+1]"},
        {"NaN", "[NaN]", "[NaN]"},
        {"a literal that breaks off", "[tru,1]", "[\n    tru,1]"},
        {"a literal that goes on", "[nullx]", "[\n    nullx]"},
        {"capitals", "[True]", "[True]"},
        {"single quotes", "{'a':1}", "{'a':1}"},
        {"a comment", "[1, // one\n2]", "[\n    1,\n    // one\n2]"},
        {"an error page behind the document",
         "{\"a\":1}\n\n<b>Oops</b>\n",
         "{\n    \"a\": 1\n}\n<b>Oops</b>\n"},
        {"XSSI protection", ")]}',\n{\"a\":1}", ")]}',\n{\"a\":1}"},
    });
}

TEST_CASE("json text: a body that breaks off is shown as far as it came", "[output]") {
    check_all({
        {"in a string", R"({"a":"xy)", "{\n    \"a\": \"xy"},
        {"in an escape", R"(["\)", "[\n    \"\\"},
        {"in a number", "[1.", "[\n    1."},
        {"in a literal", "[fal", "[\n    fal"},
        {"in a character", "[\"\xe2\x82", "[\n    \"\\xe2\\x82"},
        {"after a comma", "[1,", "[\n    1,\n    "},
        {"after a bracket", "[", "["},
    });
}

TEST_CASE("json text: nothing in a string commands the terminal", "[output]") {
    check_all({
        {"ESC becomes JSON's own escape", "[\"\x1b[2J\"]", "[\n    \"\\u001b[2J\"\n]"},
        {"short escapes where JSON has them", "\"\b\f\n\r\t\"", R"("\b\f\n\r\t")"},
        {"DEL", "\"\x7f\"", R"("\u007f")"},
        {"a C1 control",
         "\"\xc2\x9b"
         "1m\"",
         R"("\u009b1m")"},
        {"the first character after them", "\"\xc2\xa0\"", "\"\xc2\xa0\""},
        {"malformed UTF-8 is no character", "\"\x9b\xff\"", R"("\x9b\xff")"},
        {"a cut-off character before the quote", "\"\xe2\x82\"", R"("\xe2\x82")"},
        {"before an escape", "\"\xe2\\n\"", R"("\xe2\n")"},
        {"a control behind a backslash", "\"\\\x1b\"", R"("\\u001b")"},
        {"a character behind a backslash", "\"\\é\"", "\"\\é\""},
        {"in a key", "{\"\x07\":1}", "{\n    \"\\u0007\": 1\n}"},
        {"between the tokens", "[1\x1b[2J]", "[\n    1\\x1b[2J]"},
        {"in what is no JSON", "x\x1b[2J", "x\\x1b[2J"},
    });
}

TEST_CASE("json text: in the sender's layout valid JSON is unchanged", "[output]") {
    check_all(
        {
            {"blanks of all kinds", " {\r\n\t\"a\" :  [ ] }\n\n", " {\r\n\t\"a\" :  [ ] }\n\n"},
            {"compact", R"({"a":[1,{"b":null}]})", R"({"a":[1,{"b":null}]})"},
            {"ndjson", "{}\n{}\n", "{}\n{}\n"},
            {"a CR that would hide the line", "[1\r,2\r\n]\r", "[1\\r,2\r\n]\\r"},
        },
        Layout::as_sent
    );
}

TEST_CASE("json text: nothing is lost or added but blanks, whatever comes", "[output]") {
    std::mt19937 random(11); // NOLINT(*-msc51-cpp): the same soup each time
    for (int round = 0; round < 500; ++round) {
        const std::string soup = token_soup(random);
        INFO(latch::base::printable(soup));
        CHECK(shown(soup, {.layout = Layout::as_sent}) == soup);
        const std::string indented = shown(soup);
        CHECK(without_blanks(indented) == without_blanks(soup));
        CHECK(shown(soup, {.piece = 1}) == indented);
        CHECK(shown(soup, {.piece = 3}) == indented);
    }
}

TEST_CASE("json text: formatting what is formatted changes nothing", "[output]") {
    const std::string once = shown(R"([{"a":{"b":[1,2,{}]},"c":"d"},[[],[[]]],"e",1.5e7,null])");
    CHECK(shown(once) == once);
}

TEST_CASE("json text: brackets nest up to a limit, what is deeper is text", "[output]") {
    const std::size_t limit = JsonText::depth_limit;
    const std::string deep = std::string(limit, '[') + std::string(limit, ']');
    const std::string formatted = shown(deep);
    CHECK(formatted.ends_with("\n]"));
    CHECK(formatted.find("[]") != std::string::npos);
    CHECK(shown('[' + deep + ']').ends_with(" [[" + std::string(limit + 1, ']')));
    CHECK(shown(std::string(100'000, '[')).ends_with(std::string(99'000, '[')));
}

TEST_CASE("json text: a long string is passed on in pieces", "[output]") {
    const Captured captured;
    Writer writer{Outlet(captured.stream())};
    Painter painter(writer, colorless());
    JsonText text(painter, Layout::indented);
    const std::string piece(1000, 'x');
    text.feed("\"");
    for (std::uint64_t count = 1; count < 300; ++count) {
        text.feed(piece);
        CHECK(writer.total() == 1 + count * piece.size());
    }
}

TEST_CASE("json text: a line is out as soon as its bytes are in", "[output]") {
    const Captured captured;
    Writer writer{Outlet(captured.stream())};
    Painter painter(writer, colorless());
    JsonText text(painter, Layout::indented);
    text.feed(R"({"a": 1, "b")");
    REQUIRE(writer.flush());
    CHECK(captured.text() == "{\n    \"a\": 1,\n    \"b\"");
}

TEST_CASE("json text: each kind of token has its colour", "[output]") {
    constexpr std::string_view document =
        R"({"key":"string","n":-1.5e3,"t":true,"f":false,"z":null,"a":[],"o":{"k":["\n",""]}})";
    check_golden(
        "output/json_indented_colored.txt",
        shown(document, {.layout = Layout::indented, .theme = sixteen_colors()})
    );
    check_golden(
        "output/json_as_sent_colored.txt",
        shown("{ \"a\" : [ 1,\n true ] }\n", {.layout = Layout::as_sent, .theme = sixteen_colors()})
    );
    check_golden(
        "output/json_broken_colored.txt",
        shown(
            "{\"a\": [1, oops, \"x\"]}\n", {.layout = Layout::indented, .theme = sixteen_colors()}
        )
    );
}

TEST_CASE("json text: colours end with the text", "[output]") {
    CHECK(shown("\"open", {.theme = sixteen_colors()}) == "\x1b[33m\"open\x1b[39m");
    CHECK(shown("tru", {.theme = sixteen_colors()}) == "\x1b[34mtru\x1b[39m");
}
