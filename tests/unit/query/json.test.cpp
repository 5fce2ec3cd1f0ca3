// SPDX-License-Identifier: MIT
#include "latch/query/json.hpp"

#include "support/catch.hpp"

#include <compare>
#include <string>
#include <utility>

using latch::base::ErrorKind;
using latch::query::compare;
using latch::query::Json;
using latch::query::Number;
using latch::query::parse_json;
using latch::query::to_plain_text;
using latch::query::to_text;

namespace {

std::string round_trip(std::string_view text) {
    return to_text(parse_json(text).value());
}

bool are_equal(std::string_view a, std::string_view b) {
    return parse_json(a).value() == parse_json(b).value();
}

} // namespace

TEST_CASE("A JSON value comes out as it went in, without its blanks", "[unit][query][json]") {
    for (const std::string text :
         {"null",
          "true",
          "0",
          "-0.5e-7",
          "9007199254740993",
          "12345678901234567890123",
          "9.50",
          "1e400",
          "\"\"",
          R"("a\"\\\b\f\n\r\t\u0001é")",
          "[]",
          "{}",
          R"([[1,{"b":[]}],{"a":{"z":1,"b":null}}])"}) {
        CAPTURE(text);
        CHECK(round_trip(text) == text);
        CHECK(round_trip("\xef\xbb\xbf \n" + text + "\t ") == text);
    }
    CHECK(round_trip(R"("é𝄞\/")") == "\"é𝄞/\"");
}

TEST_CASE(
    "Of members with one name the last counts, at the place of the first", "[unit][query][json]"
) {
    CHECK(round_trip(R"({"a":1,"b":2,"a":3,"c":4,"b":[5],"a":6})") == R"({"a":6,"b":[5],"c":4})");
}

TEST_CASE("What is no JSON document is an error with a place", "[unit][query][json]") {
    for (const std::string text :
         {"", "  ", "nul", "01", "[1,]", "{\"a\"}", "1 2", "\"\xff\"", "<html>", "\"\n\""}) {
        CAPTURE(text);
        const auto value = parse_json(text);
        REQUIRE(!value);
        CHECK(value.error().kind() == ErrorKind::protocol);
        CHECK(value.error().what() == "the body is no JSON");
        CHECK(value.error().cause().starts_with("unexpected at byte "));
    }
}

TEST_CASE("What is nested too deeply is no value", "[unit][query][json]") {
    constexpr std::size_t deepest = latch::query::deepest_json;
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    CHECK(parse_json(nested(deepest)).has_value());
    CHECK(parse_json(nested(deepest + 1)).error().cause() == "it has more than 1000 levels");
    CHECK(!parse_json(std::string(1'000'000, '[')));
}

TEST_CASE("Numbers are compared by what they amount to", "[unit][query][json]") {
    const auto ascending = {
        "-1e400",
        "-12345678901234567891",
        "-12345678901234567890",
        "-10",
        "-1.5",
        "-0.001",
        "0",
        "1e-400",
        "0.1",
        "0.10000000000000000000001",
        "1",
        "9",
        "10",
        "9007199254740992",
        "9007199254740993",
        "1e300",
        "1e400",
        "1e99999999999999999999"};
    for (const auto* a = ascending.begin(); a != ascending.end(); ++a) {
        for (const auto* b = ascending.begin(); b != ascending.end(); ++b) {
            CAPTURE(*a, *b);
            const auto order = compare(Number{*a}, Number{*b});
            CHECK(std::is_lt(order) == (a < b));
            CHECK(std::is_gt(order) == (a > b));
        }
    }
    for (const auto& [a, b] :
         {std::pair("1", "1.0"),
          {"100", "1e2"},
          {"0", "-0.0"},
          {"0", "0e5"},
          {"0.012", "12E-3"},
          {"1200", "1.2e+3"}}) {
        CAPTURE(a, b);
        CHECK(std::is_eq(compare(Number{a}, Number{b})));
        CHECK(std::is_eq(compare(Number{b}, Number{a})));
    }
}

TEST_CASE("Equal values are of one type, objects whatever their order", "[unit][query][json]") {
    CHECK(are_equal(R"({"a":1,"b":[1.0]})", R"({"b":[1],"a":1e0})"));
    CHECK(!are_equal(R"({"a":1,"b":2})", R"({"a":1})"));
    CHECK(!are_equal(R"({"a":1})", R"({"a":1,"b":2})"));
    CHECK(!are_equal(R"({"a":1})", R"({"b":1})"));
    CHECK(!are_equal("[1,2]", "[2,1]"));
    CHECK(!are_equal("1", "\"1\""));
    CHECK(!are_equal("null", "false"));
    CHECK(!are_equal("true", "false"));
    CHECK(are_equal("null", "null"));
}

TEST_CASE("As a word a string has no quotes", "[unit][query][json]") {
    CHECK(to_plain_text(Json::string("a \"b\"")) == "a \"b\"");
    CHECK(to_plain_text(parse_json("[\"a\"]").value()) == "[\"a\"]");
}
