// SPDX-License-Identifier: MIT
#include "request/fields.hpp"

#include "support/catch.hpp"
#include "unit/request/items.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;
using latch::base::ErrorKind;
using latch::test::items;

TEST_CASE("fields: they make one compact JSON object", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> fields;
        std::string_view json;
    };

    const std::vector<Case> cases{
        {"order as typed", items({"b=2", "a=1"}), R"({"b":"2","a":"1"})"},
        {"literals as typed", items({R"(n:={ "x" : 1.50 })"}), R"({"n":{ "x" : 1.50 }})"},
        {"numbers exact",
         items({"n:=12345678901234567890.10", "m:=1e400"}),
         R"({"n":12345678901234567890.10,"m":1e400})"},
        {"the last of equal keys wins, at the place of the first",
         items({"a=1", "b=2", "a:=3"}),
         R"({"a":3,"b":"2"})"},
        {"a key that is equal once it is unescaped",
         items({R"(a\\b=1)", R"(a\b=2)"}),
         R"({"a\\b":"2"})"},
        {"UTF-8 stays", items({"\xc3\xbc=\xe2\x82\xac"}), "{\"\xc3\xbc\":\"\xe2\x82\xac\"}"},
        {"what JSON demands is escaped", items({"a\"b=c\nd\\e"}), R"({"a\"b":"c\nd\\e"})"},
        {"an empty name", items({"=x"}), R"({"":"x"})"},
        {"an empty value", items({"a="}), R"({"a":""})"},
        {"a number is a key all the same", items({"5=3"}), R"({"5":"3"})"},
        {"brackets by backslash", items({R"(a\[b\]=x)"}), R"({"a[b]":"x"})"},
        {"a backslash before a bracket, by backslash", items({R"(a\\\[b=x)"}), R"({"a\\[b":"x"})"},
        {"a backslash at the end stays", items({R"(a\b\c=x)"}), R"({"a\\b\\c":"x"})"},
        {"other items are no fields",
         items({"X-A:b", "q==1", "a=1", "Accept:", "E;"}),
         R"({"a":"1"})"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto object = json_body(c.fields);
        REQUIRE(object.has_value());
        CHECK(*object == c.json);
    }
}

TEST_CASE("fields: many keys keep their order", "[request]") {
    std::vector<Item> fields;
    std::string expected;
    for (int i = 0; i < 1000; ++i) {
        const std::string number = std::to_string(i);
        fields.push_back({Item::Kind::json_field, "k" + number, number});
        expected += i == 0 ? "{\"k" : ",\"k";
        expected += number;
        expected += "\":";
        expected += number;
    }
    CHECK(json_body(fields).value() == expected + '}');
}

TEST_CASE("fields: what JSON cannot hold is refused by name", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> fields;
        std::string_view what, cause, hint;
    };

    const std::vector<Case> cases{
        {"bytes that are not UTF-8 in a value",
         items({"a=\xff"}),
         "the value of a is not UTF-8",
         "JSON is",
         "--form"},
        {"and in a name", items({"\xff=a"}), "the field name \xff is not UTF-8", "JSON is", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto object = json_body(c.fields);
        REQUIRE_FALSE(object.has_value());
        CHECK(object.error().kind() == ErrorKind::usage);
        CHECK(object.error().what() == c.what);
        CHECK(object.error().cause() == c.cause);
        CHECK(object.error().hint().find(c.hint) != std::string::npos);
    }
}

TEST_CASE("fields: they make a form", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> fields;
        std::string_view form;
    };

    const std::vector<Case> cases{
        {"order and repeats kept", items({"b=2", "a=1", "b=3"}), "b=2&a=1&b=3"},
        {"form encoding", items({"a b=c d&e=f+g", "p=100%"}), "a+b=c+d%26e%3Df%2Bg&p=100%25"},
        {"UTF-8", items({"n=\xc3\xbc"}), "n=%C3%BC"},
        {"any bytes", items({"n=\xff"}), "n=%FF"},
        {"brackets mean nothing", items({"a[b]=x"}), "a%5Bb%5D=x"},
        {"a number as typed", items({"n:=1.50"}), "n=1.50"},
        {"a truth as typed", items({"n:=true", "m:=false"}), "n=true&m=false"},
        {"a string without quotes and escapes", items({R"(n:="a\u00fc\n")"}), "n=a%C3%BC%0A"},
        {"an empty value", items({"a="}), "a="},
        {"other items are no fields", items({"X-A:b", "q==1", "a=1"}), "a=1"},
        {"no fields", {}, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto form = urlencoded_form(c.fields);
        REQUIRE(form.has_value());
        CHECK(*form == c.form);
    }
}

TEST_CASE("fields: what a form cannot hold is refused by name", "[request]") {
    for (const std::string_view word : {"n:=null", "n:=[1]", "n:={}", R"(n:="\ud800")"}) {
        INFO(word);
        const auto form = urlencoded_form(items({"a=1", word}));
        REQUIRE_FALSE(form.has_value());
        CHECK(form.error().kind() == ErrorKind::usage);
        CHECK(form.error().what() == "a form cannot hold the value of n");
    }
}
