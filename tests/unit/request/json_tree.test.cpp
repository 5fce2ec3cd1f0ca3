// SPDX-License-Identifier: MIT
#include "request/json_tree.hpp"

#include "request/fields.hpp"
#include "support/catch.hpp"
#include "unit/request/items.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;
using latch::base::ErrorKind;
using latch::test::items;

TEST_CASE("json tree: fields put a value together", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> fields;
        std::string_view json;
    };

    const std::vector<Case> cases{
        {"members", items({"a[b]=x", "a[c]:=1"}), R"({"a":{"b":"x","c":1}})"},
        {"in the order of their first mention",
         items({"a[b]=1", "z=2", "a[c]=3"}),
         R"({"a":{"b":"1","c":"3"},"z":"2"})"},
        {"elements", items({"a[0]=x", "a[1]=y"}), R"({"a":["x","y"]})"},
        {"in any order", items({"a[1]=y", "a[0]=x"}), R"({"a":["x","y"]})"},
        {"null pads what is missing", items({"a[2]=x"}), R"({"a":[null,null,"x"]})"},
        {"appended", items({"a[]=x", "a[]=y"}), R"({"a":["x","y"]})"},
        {"behind an index", items({"a[1]=x", "a[]=y"}), R"({"a":[null,"x","y"]})"},
        {"each append is an element of its own",
         items({"a[][b]=1", "a[][b]=2"}),
         R"({"a":[{"b":"1"},{"b":"2"}]})"},
        {"objects in arrays", items({"a[0][b]=1", "a[0][c]=2"}), R"({"a":[{"b":"1","c":"2"}]})"},
        {"arrays in arrays", items({"a[0][1]=x"}), R"({"a":[[null,"x"]]})"},
        {"an array at the root", items({"[]=x", "[]:=2"}), R"(["x",2])"},
        {"by index", items({"[1]=x"}), R"([null,"x"])"},
        {"of objects", items({"[0][a]=1", "[0][b]=2"}), R"([{"a":"1","b":"2"}])"},
        {"a later scalar replaces", items({"a[b]=1", "a=2"}), R"({"a":"2"})"},
        {"an element too", items({"a[0]=1", "a[0]=2"}), R"({"a":["2"]})"},
        {"null gives way", items({"a:=null", "a[b]=1"}), R"({"a":{"b":"1"}})"},
        {"padding gives way", items({"a[1]=x", "a[0][b]=y"}), R"({"a":[{"b":"y"},"x"]})"},
        {"an escaped number is a key", items({R"(a[\1]=x)"}), R"({"a":{"1":"x"}})"},
        {"an empty key", items({"=x"}), R"({"":"x"})"},
        {"a literal is joined by fields",
         items({R"(a:={"x":1.50})", "a[y]=z"}),
         R"({"a":{"x":1.50,"y":"z"}})"},
        {"its members are replaced",
         items({R"(a:={"x":1,"y":2})", "a[x]:=3"}),
         R"({"a":{"x":3,"y":2}})"},
        {"by what the key means",
         items({R"(a:={"\u0078":1})", "a[x]:=2"}),
         R"({"a":{"\u0078":2}})"},
        {"an array as well", items({"a:=[1, [2 , 3]]", "a[1][0]=x"}), R"({"a":[1,["x",3]]})"},
        {"blanks and marks in strings are no structure",
         items({R"(a:={ "k,}" : "v]\"," , "l" : [ "{" ] })", "a[m]:=1"}),
         R"({"a":{"k,}":"v]\",","l":[ "{" ],"m":1}})"},
        {"empty ones", items({"a:={}", "a[b]:=[]", "a[b][]=x"}), R"({"a":{"b":["x"]}})"},
        {"nulls go on in a literal", items({"a:=[null]", "a[0][b]=1"}), R"({"a":[{"b":"1"}]})"},
        {"of equal keys in a literal the last one is meant",
         items({R"(a:={"x":1,"x":2})", "a[x]:=3"}),
         R"({"a":{"x":1,"x":3}})"},
        {"untouched ones stay as typed",
         items({R"(a:={"x" : 1,"x":2})", "b=1"}),
         R"({"a":{"x" : 1,"x":2},"b":"1"})"},
        {"half of a surrogate pair survives",
         items({R"(a:={"\ud800":1})", "a[b]=2"}),
         R"({"a":{"\ud800":1,"b":"2"}})"},
        {"big numbers next to nested keys",
         items({"a[n]:=12345678901234567890.10"}),
         R"({"a":{"n":12345678901234567890.10}})"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto json = json_body(c.fields);
        REQUIRE(json.has_value());
        CHECK(*json == c.json);
    }
}

TEST_CASE("json tree: a step that does not fit is shown with carets", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> fields;
        std::string_view cause, lines;
    };

    const std::vector<Case> cases{
        {"a key of a string",
         items({"a=1", "a[b]=1"}),
         "a is a string, and [b] is for an object",
         "a[b]\n ^^^"},
        {"a key of a number",
         items({"a:=1", "a[b]=1"}),
         "a is a number, and [b] is for an object",
         "a[b]\n ^^^"},
        {"a key of a truth",
         items({"a:=true", "a[b]=1"}),
         "a is a boolean, and [b] is for an object",
         "a[b]\n ^^^"},
        {"an index of an object",
         items({"a[b]=1", "a[0]=1"}),
         "a is an object, and [0] is for an array",
         "a[0]\n ^^^"},
        {"an append to an object",
         items({R"(a:={"x":1})", "a[]=1"}),
         "a is an object, and [] is for an array",
         "a[]\n ^^"},
        {"a key of an array",
         items({"a[]=1", "a[b]=1"}),
         "a is an array, and [b] is for an object",
         "a[b]\n ^^^"},
        {"an object that should be an array",
         items({"a=1", "[0]=1"}),
         "the body is an object, and [0] is for an array",
         "[0]\n^^^"},
        {"and the other way round",
         items({"[]=1", "a=1"}),
         "the body is an array, and a is for an object",
         "a\n^"},
        {"deeper",
         items({"a[b]=1", "a[b][c][d]=1"}),
         "a[b] is a string, and [c] is for an object",
         "a[b][c][d]\n    ^^^"},
        {"wide names",
         items({"\xe4\xbd\xa0=1", "\xe4\xbd\xa0[\xe5\xa5\xbd]=1"}),
         "\xe4\xbd\xa0 is a string, and [\xe5\xa5\xbd] is for an object",
         "\xe4\xbd\xa0[\xe5\xa5\xbd]\n  ^^^^"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto json = json_body(c.fields);
        REQUIRE_FALSE(json.has_value());
        CHECK(json.error().kind() == ErrorKind::usage);
        CHECK(json.error().cause() == c.cause);
        CHECK(json.error().hint() == c.lines);
    }
}
