// SPDX-License-Identifier: MIT
#include "latch/http/headers.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::http;
using Values = std::vector<std::string_view>;

TEST_CASE("headers: a name is a token", "[http]") {
    for (const std::string_view name : {"Accept", "X-Api-Key", "x_y.z~", "!#$%&'*+-.^_`|~0"}) {
        INFO(name);
        CHECK(is_token(name));
    }
    for (const std::string_view name :
         {"", "a b", "a:", "a\r", "a\n", "(a)", "a\"", "a/b", "a,b", "a\xc3\xbc", "a\x7f", " a"}) {
        INFO(name);
        CHECK_FALSE(is_token(name));
    }
    CHECK_FALSE(is_token(std::string_view("a\0b", 3)));
}

TEST_CASE("headers: a value holds nothing that would split a message", "[http]") {
    for (const std::string_view value :
         {"", "a b", "a\tb", "gr\xc3\xbc\xc3\x9f", "gr\xfc\xdf", "\x80\xff", "\"quoted, text\""}) {
        INFO(value);
        CHECK(is_field_value(value));
    }
    for (const std::string_view value :
         {"a\r\nb", "a\r", "\n", "a\x01", "\x1b[2J", "\x7f", "\v", "\f", "\x1f"}) {
        INFO(value);
        CHECK_FALSE(is_field_value(value));
    }
    CHECK_FALSE(is_field_value(std::string_view("a\0b", 3)));
}

TEST_CASE("headers: names compare without case and keep their spelling", "[http]") {
    const Headers headers{{"X-Api-Key", "1"}, {"ACCEPT", "*/*"}};
    CHECK(headers.contains("x-api-key"));
    CHECK(headers.find("Accept") == "*/*");
    CHECK_FALSE(headers.contains("X-Api"));
    CHECK_FALSE(headers.find("X-Api-Key2"));
    CHECK(headers.begin()->name == "X-Api-Key");
}

TEST_CASE("headers: repeats stay separate lines in order", "[http]") {
    Headers headers;
    headers.add("Set-Cookie", "a=1, b");
    headers.add("Server", "x");
    headers.add("set-cookie", "c=2");
    CHECK(headers.size() == 3);
    CHECK(headers.find("Set-Cookie") == "a=1, b");
    CHECK(headers.all("SET-COOKIE") == Values{"a=1, b", "c=2"});
    CHECK(headers.all("none").empty());
}

TEST_CASE("headers: set replaces every line at the place of the first", "[http]") {
    Headers headers{{"a", "1"}, {"b", "2"}, {"A", "3"}, {"c", "4"}, {"a", "5"}};
    headers.set("A", "6");
    CHECK(headers == Headers{{"A", "6"}, {"b", "2"}, {"c", "4"}});
    headers.set("d", "7");
    CHECK(headers == Headers{{"A", "6"}, {"b", "2"}, {"c", "4"}, {"d", "7"}});
}

TEST_CASE("headers: what is put first stands before all others", "[http]") {
    Headers headers{{"A", "1"}, {"Host", "x"}};
    headers.make_room(3);
    headers.put_first("Host", "y");
    CHECK(headers == Headers{{"Host", "y"}, {"A", "1"}, {"Host", "x"}});
}

TEST_CASE("headers: remove takes every line of that name", "[http]") {
    Headers headers{{"a", "1"}, {"b", "2"}, {"A", "3"}};
    CHECK(headers.remove("A"));
    CHECK(headers == Headers{{"b", "2"}});
    CHECK_FALSE(headers.remove("A"));
    CHECK_FALSE(headers.empty());
    CHECK(headers.remove("B"));
    CHECK(headers.empty());
}

TEST_CASE("headers: lists are taken apart over all lines", "[http]") {
    struct Case {
        std::string_view why;
        Headers headers;
        Values elements;
    };

    const std::vector<Case> cases = {
        {"no line", {}, {}},
        {"one element", {{"L", "gzip"}}, {"gzip"}},
        {"blanks around elements", {{"L", " a ,\tb\t"}}, {"a", "b"}},
        {"empty elements are none", {{"L", ",a,, ,b,"}}, {"a", "b"}},
        {"over lines", {{"L", "a, b"}, {"M", "x"}, {"l", "c"}}, {"a", "b", "c"}},
        {"a comma in a quoted string", {{"L", "a=\"1, 2\", b"}}, {"a=\"1, 2\"", "b"}},
        {"an escaped quote", {{"L", R"(a="1\", 2", b)"}}, {R"(a="1\", 2")", "b"}},
        {"a quote that does not end", {{"L", "a=\"1, b"}}, {"a=\"1, b"}},
        {"a backslash at the end", {{"L", "a=\"1\\"}}, {"a=\"1\\"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(c.headers.list("L") == c.elements);
    }
}
