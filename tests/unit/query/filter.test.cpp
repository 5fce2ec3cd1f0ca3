// SPDX-License-Identifier: MIT
#include "latch/query/filter.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using latch::query::Filter;
using latch::query::Outputs;
using latch::query::parse_json;

namespace {

constexpr auto document = R"({
  "id": 9007199254740993, "name": "Ünïx", "price": 9.50, "none": null, "no": false,
  "x y": {"a.b": 1}, "list": [1, [2, 3], {"k": "v"}], "empty": [], "by": {"b": 2, "a": 1}
})";

/// The outputs, one a line, and behind them the error.
std::string outputs_of(std::string_view expression, std::string_view input = document) {
    const auto filter = Filter::parse(expression);
    REQUIRE(filter);
    const Outputs outputs = filter->evaluate(parse_json(input).value());
    std::string text;
    for (const auto& value : outputs.values) {
        text += (text.empty() ? "" : " ") + to_text(value);
    }
    return outputs.error.empty() ? text : text + (text.empty() ? "! " : " ! ") + outputs.error;
}

struct Case {
    std::string_view expression;
    std::string_view outputs;
};

} // namespace

TEST_CASE("A path leads to a value of a document", "[unit][query][filter]") {
    for (const auto& [expression, outputs] : {
             Case{".id", "9007199254740993"},
             {".price", "9.50"},
             {".missing", "null"},
             {".missing.deeper", "null"},
             {".none[3]", "null"},
             {R"(."x y"."a.b")", "1"},
             {R"(.["x y"]["a.b"])", "1"},
             {R"(."n\u0061me")", "\"Ünïx\""},
             {".list[0]", "1"},
             {".list[-1].k", "\"v\""},
             {".list[7]", "null"},
             {".list[-7]", "null"},
             {".list[1][1]", "3"},
             {".list[1:]", R"([[2,3],{"k":"v"}])"},
             {".list[:-2]", "[1]"},
             {".list[2:1]", "[]"},
             {".name[1:3]", "\"nï\""},
             {".none[1:3]", "null"},
             {".list[]", R"(1 [2,3] {"k":"v"})"},
             {".by[]", "2 1"},
             {".empty[]", ""},
         }) {
        CAPTURE(expression);
        CHECK(outputs_of(expression) == outputs);
    }
    CHECK(outputs_of(".", "[1]") == "[1]");
}

TEST_CASE("Filters are put together by jq's precedence", "[unit][query][filter]") {
    for (const auto& [expression, outputs] : {
             Case{".by | .a", "1"},
             {".id, .by.b | .", "9007199254740993 2"},
             {"(.by | .a), .none", "1 null"},
             {".none // .no // 5", "5"},
             {".no // empty", ""},
             {".list[] | length", "1 2 1"},
             {".a, .b // 7", "null 7"},
             {"(.none, .no, .by.a, .by.b) // 9", "1 2"},
             {".list | first, last", R"(1 {"k":"v"})"},
             {".name.x? // \"none\"", "\"none\""},
             {".name.x // \"none\"", "! cannot index string with \"x\""},
             {".name.x? , 1", "1"},
         }) {
        CAPTURE(expression);
        CHECK(outputs_of(expression) == outputs);
    }
    // A step leaves out what it cannot do; anything else ends there.
    CHECK(outputs_of(".list[].k?") == "\"v\"");
    CHECK(outputs_of("(.list[].k)?").empty());
    CHECK(outputs_of(".id.x.y?") == "! cannot index number with \"x\"");
}

TEST_CASE("Functions say what jq says", "[unit][query][filter]") {
    for (const auto& [expression, outputs] : {
             Case{".name | length", "4"},
             {".none | length", "0"},
             {".by | length", "2"},
             {".by | keys", R"(["a","b"])"},
             {".list | keys", "[0,1,2]"},
             {".list[] | type", R"("number" "array" "object")"},
             {".none, .no, .empty | not", "true true false"},
             {".empty | last", "null"},
         }) {
        CAPTURE(expression);
        CHECK(outputs_of(expression) == outputs);
    }
    CHECK(outputs_of("length", "-5.0") == "5.0");
}

TEST_CASE("An error ends a filter behind the outputs before it", "[unit][query][filter]") {
    for (const auto& [expression, outputs] : {
             Case{".id.x", "! cannot index number with \"x\""},
             {".by[0]", "! cannot index object with number"},
             {".list.k", "! cannot index array with \"k\""},
             {".none[]", "! cannot iterate over null"},
             {".no[]", "! cannot iterate over boolean (false)"},
             {".no | length", "! boolean (false) has no length"},
             {".name | keys", "! string (\"Ünïx\") has no keys"},
             {".list[] | keys, 1", "! number (1) has no keys"},
             {".id, .id.x, .id", "9007199254740993 ! cannot index number with \"x\""},
             {".by[0:1]", "! cannot index object with object"},
         }) {
        CAPTURE(expression);
        CHECK(outputs_of(expression) == outputs);
    }
}

TEST_CASE("What is more than a path is left to jq", "[unit][query][filter]") {
    for (const std::string_view expression :
         {"",
          ".a == 1",
          "map(.a)",
          ".a[",
          ".a]",
          ".[",
          ".a.",
          "..",
          ".a..b",
          "[.a]",
          "{a}",
          "$x",
          ".a as $x | $x",
          ".a |= 1",
          ".a //= 1",
          ".a?//1",
          ".a + 1",
          "keys[0",
          "length(1)",
          "\"\\(.a)\"",
          ".\"a",
          ".[1.5]",
          ".[99999999999]",
          ".[:]",
          ".a | ",
          ", .a",
          "foo",
          "@base64",
          ".a.[0]",
          "-1",
          " . id",
          ".a#",
          "if . then 1 else 2 end",
          "a::b"}) {
        CAPTURE(expression);
        CHECK(!Filter::parse(expression));
    }
    CHECK(!Filter::parse(std::string(100'000, '(')));
}
