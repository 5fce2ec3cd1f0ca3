// SPDX-License-Identifier: MIT
#include "session/locate.hpp"

#include "support/catch.hpp"

#include <cstddef>
#include <string_view>

using namespace latch;
using session::byte_of_value;
using session::place_of;

TEST_CASE("locate: a value is found by the path of its members", "[session]") {
    constexpr std::string_view text = R"({ "a" : [10, {"b": "x\"y,:", "c": [[], {}]} ,-3],
  "https://a.test": {"headers": [{"name": 1}]}, "ab": null , "e\u0061": true, "": {"": 5}})";

    struct Case {
        std::string_view why, path, begins_with;
    };

    for (const Case& c : {
             Case{"the document", "", "{ \"a\""},
             Case{"a member", "a", "[10"},
             Case{"the first element", "a[0]", "10,"},
             Case{"an object behind a number", "a[1]", "{\"b\""},
             Case{"text with what separates in it", "a[1].b", "\"x\\\"y"},
             Case{"behind such text", "a[1].c", "[[]"},
             Case{"an array in an array", "a[1].c[0]", "[],"},
             Case{"an object in an array", "a[1].c[1]", "{}]"},
             Case{"a number behind a blank", "a[2]", "-3]"},
             Case{"a name with dots", "https://a.test.headers[0].name", "1}]"},
             Case{"not the one whose name begins so", "ab", "null"},
             Case{"a name that is written with escapes", "ea", "true"},
             Case{"names without a letter", ".", "5}"},
             Case{"what is missing: where it should be", "a[1].d", "{\"b\""},
             Case{"missing further in", "a[1].c[1].d.e", "{}]"},
             Case{"an element beyond the last", "a[7]", "[10"},
             Case{"missing at the top", "abc", "{ \"a\""},
         }) {
        INFO(c.why << ": " << c.path);
        const std::size_t byte = byte_of_value(text, c.path);
        CHECK(text.substr(byte - 1, c.begins_with.size()) == c.begins_with);
    }
}

TEST_CASE("locate: a place is told by byte, line and column", "[session]") {
    CHECK(place_of("ab", 1) == "byte 1 (line 1, column 1)");
    CHECK(place_of("a\nbc", 4) == "byte 4 (line 2, column 2)");
    CHECK(place_of("a\n", 3) == "byte 3 (line 2, column 1)");
}
