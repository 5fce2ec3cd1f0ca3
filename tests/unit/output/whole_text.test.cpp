// SPDX-License-Identifier: MIT
#include "output/whole_text.hpp"

#include "captured.hpp"
#include "output/sorted_json.hpp"
#include "output/xml_layout.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using latch::test::painted;
using latch::test::pieces;

namespace {

struct Case {
    const char* why;
    std::string_view bytes, text;
};

template <class Make>
std::string shown(std::string_view bytes, std::size_t piece, const Make& make) {
    return painted(
        [&](Painter& painter) {
            auto text = make(painter);
            for (const std::string_view each : pieces(bytes, piece)) {
                text.feed(each);
            }
            text.finish();
        },
        colorless()
    );
}

template <class Make>
void check(const std::vector<Case>& cases, const Make& make) {
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 5U, 1000U}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(shown(each.bytes, piece, make) == each.text);
        }
    }
}

using LineEnd = JsonLines::LineEnd;

JsonLines lines(Painter& painter, LineEnd line_end) {
    return {painter, JsonText(painter, JsonText::Layout::indented, 1), line_end};
}

} // namespace

TEST_CASE("sorted JSON: keys are in order, everything else is as it was", "[output]") {
    const std::vector<Case> cases{
        {"an object", R"({"b":1,"a":2})", R"({"a":2,"b":1})"},
        {"in an array in an object", R"({"x":[{"b":1,"a":[ ]}]})", R"({"x":[{"a":[],"b":1}]})"},
        {"the same key twice", R"({"b":0,"a":1,"a":2})", R"({"a":1,"a":2,"b":0})"},
        {"a key that begins another", R"({"ab":1,"a":2,"a!":3})", R"({"a":2,"a!":3,"ab":1})"},
        {"numbers stay exact",
         R"({"b":1e5,"a":12345678901234567890.10})",
         R"({"a":12345678901234567890.10,"b":1e5})"},
        {"numbers beyond double", R"({"b":1e400,"a":-1e-400})", R"({"a":-1e-400,"b":1e400})"},
        {"deeper",
         R"({"b":{"d":[{"f":1,"e":{}}],"c":2},"a":3})",
         R"({"a":3,"b":{"c":2,"d":[{"e":{},"f":1}]}})"},
        {"escapes and marks in strings", R"({"b":"},\"]","a":"\\"})", R"({"a":"\\","b":"},\"]"})"},
        {"blanks go", " { \"b\" : true ,\n\"a\" : null } ", R"({"a":null,"b":true})"},
        {"a scalar", " 7 ", "7"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(sorted_json(each.bytes) == std::string(each.text));
    }
    for (const std::string_view wrong :
         {"", "{", "{\"a\":1}}", "{} {}", "nope", "\xef\xbb\xbf{}"}) {
        INFO(wrong);
        CHECK_FALSE(sorted_json(wrong));
    }
    CHECK_FALSE(sorted_json(std::string(2000, '[') + std::string(2000, ']')));
}

TEST_CASE("whole text: sorted JSON is shown when it is whole", "[output]") {
    check(
        {{"one document", "{\"b\":1,\n\"a\":2}", "{\n \"a\": 2,\n \"b\": 1\n}"},
         {"what is none stays in order", "{\"b\":1,\"a\"}", "{\n \"b\": 1,\n \"a\"}"}},
        [](Painter& painter) {
            return SortedJson(lines(painter, LineEnd::nothing), SortedJson::Unit::body);
        }
    );
    check(
        {{"a document in each line",
          "{\"b\":1,\"a\":2}\n{\"d\":1,\"c\":2}",
          "{\n \"a\": 2,\n \"b\": 1\n}\n{\n \"c\": 2,\n \"d\": 1\n}"}},
        [](Painter& painter) {
            return SortedJson(lines(painter, LineEnd::end_of_documents), SortedJson::Unit::line);
        }
    );
}

TEST_CASE("whole text: JSON beyond the limit stays in order from its first byte on", "[output]") {
    using Unit = SortedJson::Unit;
    check(
        {{"a body",
          R"([{"b":1,"a":2},[{"b":1,"a":2}]])",
          "[\n {\n  \"b\": 1,\n  \"a\": 2\n },\n [\n  {\n   \"b\": 1,\n   \"a\": 2\n  }\n ]\n]"}},
        [](Painter& painter) {
            return SortedJson(lines(painter, LineEnd::nothing), Unit::body, 12);
        }
    );
    check(
        {{"one of the lines",
          "{\"b\":1,\"a\":22}\n{\"b\":1,\"a\":2}",
          "{\n \"b\": 1,\n \"a\": 22\n}\n{\n \"a\": 2,\n \"b\": 1\n}"}},
        [](Painter& painter) {
            return SortedJson(lines(painter, LineEnd::end_of_documents), Unit::line, 13);
        }
    );
}

TEST_CASE("XML: it is laid out, and nothing else changes", "[output]") {
    const std::string bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
    const std::vector<Case> cases{
        {"elements", "<a><b>1</b><c/></a>", "<a>\n  <b>1</b>\n  <c/>\n</a>\n"},
        {"empty elements collapse", "<a></a>", "<a/>\n"},
        {"blank lines go", "<a>\n\n\n<b/>\n\n</a>", "<a>\n  <b/>\n</a>\n"},
        {"the declaration stays",
         "<?xml version='1.0' encoding=\"UTF-8\"?><a/>",
         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n"},
        {"mixed content stays in its line",
         "<p>one <b>two</b> three</p>",
         "<p>one <b>two</b> three</p>\n"},
        {"blanks in text stay", "<p>  x  </p>", "<p>  x  </p>\n"},
        {"mixed content deep down",
         "<p>x <b><i>y</i> <i>z</i></b></p>",
         "<p>x <b><i>y</i> <i>z</i></b></p>\n"},
        {"blanks that are all there is", "<a><b> </b><c/></a>", "<a>\n  <b> </b>\n  <c/>\n</a>\n"},
        {"blanks that are said to count",
         "<a><b xml:space=\"preserve\"> <c> <d/></c>\n</b></a>",
         "<a>\n  <b xml:space=\"preserve\"> <c> <d/></c>\n</b>\n</a>\n"},
        {"entities stay",
         "<a b=\"&lt;&quot;\">&amp;&#65;</a>",
         "<a b=\"&lt;&quot;\">&amp;&#65;</a>\n"},
        {"quotes that fit", "<a b='say \"x\"'/>", "<a b='say \"x\"'/>\n"},
        {"comments and instructions",
         "<!-- c --><?go x?><a><!--d--></a>",
         "<!-- c -->\n<?go x?>\n<a>\n  <!--d-->\n</a>\n"},
        {"CDATA", "<a><![CDATA[<x>&]]></a>", "<a><![CDATA[<x>&]]></a>\n"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(laid_out_xml(each.bytes, 2) == std::string(each.text));
    }
    const auto defused = laid_out_xml(bomb, 2);
    REQUIRE(defused);
    CHECK(defused->ends_with("<a>&y;</a>\n"));
    CHECK(defused->find("<!ENTITY x \"ha\">") != std::string::npos);
    for (const std::string_view wrong : {"", "text", "<a>", "<a></b>", "<a b=c/>"}) {
        INFO(wrong);
        CHECK_FALSE(laid_out_xml(wrong, 2));
    }
    std::string deep;
    for (int level = 0; level < 5000; ++level) {
        deep += "<a>";
    }
    for (int level = 0; level < 5000; ++level) {
        deep += "</a>";
    }
    CHECK_FALSE(laid_out_xml(deep, 2));
}

TEST_CASE("whole text: XML that is none is shown as it is", "[output]") {
    check(
        {{"laid out", "<a><b/></a>", "<a>\n <b/>\n</a>\n"},
         {"not well-formed", "<a><b></a>", "<a><b></a>"},
         {"what a terminal would obey", "<a>\x1b[2J</a>", "<a>\\x1b[2J</a>\n"}},
        [](Painter& painter) { return XmlText(MarkupText(painter), 1); }
    );
}

TEST_CASE("markup: colours change no byte of it", "[output]") {
    const std::string page =
        "<!DOCTYPE html>\r\n<a b=\"x>y\" c=d e>1 < 2 <!-- > --> </a><![CDATA[a>b]]><br/>\n";
    for (const std::string& text : {page, page + "<", std::string("<"), std::string("a <")}) {
        for (const std::size_t piece : {1U, 3U, 1000U}) {
            CHECK(shown(text, piece, [](Painter& painter) { return MarkupText(painter); }) == text);
        }
    }
    const auto paint = [](Painter& painter) {
        MarkupText markup(painter);
        markup.feed("<a b='c>'>d<!-- > -->e");
        markup.finish();
    };
    CHECK(
        painted(paint, sixteen_colors()) ==
        "<\x1b[94ma\x1b[39m \x1b[36mb\x1b[39m=\x1b[33m'c>'\x1b[39m>d\x1b[32m<!-- > -->\x1b[39me"
    );
}
