// SPDX-License-Identifier: MIT
#include "latch/query/page.hpp"

#include "support/catch.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace latch::query;
using latch::base::ErrorKind;

namespace {

using Items = std::vector<std::string_view>;

struct Case {
    const char* why;
    std::string text;
    Items items;
    std::optional<std::string> next = {};
    std::optional<Page::Number> number = {};
};

void check_all(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        INFO(each.why);
        const auto page = read_page(each.text);
        REQUIRE(page);
        CHECK(page->items == each.items);
        CHECK(page->next == each.next);
        CHECK(page->number == each.number);
    }
}

} // namespace

TEST_CASE("page: its items stay as they were sent", "[query]") {
    check_all({
        {"an array", R"([1,{"a":2}])", {"1", R"({"a":2})"}},
        {"blanks within and without",
         " [ 1.50 , { \"a\" : [ ] } ]\r\n",
         {"1.50", R"({ "a" : [ ] })"}},
        {"an empty one", " [ ] ", {}},
        {"every kind of value",
         R"([null,true,-0e+1,"a",[],{},[[1]],{"a":{}}])",
         {"null", "true", "-0e+1", R"("a")", "[]", "{}", "[[1]]", R"({"a":{}})"}},
        {"marks in strings",
         R"(["a,b]","\"","\\",{"}":"{"}])",
         {R"("a,b]")", R"("\"")", R"("\\")", R"({"}":"{"})"}},
        {"numbers that no double holds",
         "[123456789012345678901234567890,1e999]",
         {"123456789012345678901234567890", "1e999"}},
        {"keys that occur twice", R"([{"a":1,"a":2}])", {R"({"a":1,"a":2})"}},
        {"beyond ASCII", "[\"\xc3\xa9\"]", {"\"\xc3\xa9\""}},
    });
}

TEST_CASE("page: the list is found in what is around it", "[query]") {
    check_all({
        {"HAL", R"({"_embedded":{"items":[1,2]}})", {"1", "2"}},
        {"HAL with several lists", R"({"_embedded":{"a":[1],"b":[2,3]}})", {"1", "2", "3"}},
        {"HAL with one thing embedded", R"({"_embedded":{"owner":{"x":[9]},"a":[1]}})", {"1"}},
        {"HAL wins over a list beside it", R"({"content":[9],"_embedded":{"a":[1]}})", {"1"}},
        {"HAL without anything to embed",
         R"({"_links":{"self":{"href":"/a"}},"page":{"number":0,"totalPages":0}})",
         {},
         std::nullopt,
         Page::Number{0, true}},
        {"content", R"({"content":[1],"sort":[],"other":[2]})", {"1"}},
        {"the only list", R"({"total":1,"results":[1],"x":{"y":[2]}})", {"1"}},
        {"links are no list of items",
         R"({"links":[{"rel":"self","href":"/"}],"rows":[1]})",
         {"1"}},
        {"an empty content", R"({"content":[]})", {}},
    });
}

TEST_CASE("page: its own link to the next", "[query]") {
    check_all({
        {"HAL",
         R"({"_embedded":{"a":[1]},"_links":{"next":{"href":"/x?page=1"}}})",
         {"1"},
         "/x?page=1"},
        {"HAL with a list of links",
         R"({"content":[],"_links":{"next":[{"href":"/1"},{"href":"/2"}]}})",
         {},
         "/1"},
        {"HAL that ends", R"({"content":[],"_links":{"prev":{"href":"/x"}}})", {}},
        {"HAL that says null", R"({"content":[],"_links":{"next":null}})", {}},
        {"HAL without a reference", R"({"content":[],"_links":{"next":{"href":7}}})", {}},
        {"HAL with an empty one", R"({"content":[],"_links":{"next":{"href":""}}})", {}},
        {"escapes",
         R"({"content":[],"_links":{"next":{"href":"\/x\u003fy=\u00e9"}}})",
         {},
         "/x?y=\xc3\xa9"},
        {"a template",
         R"({"content":[],"_links":{"next":{"href":"/x?page=1{&size,sort}","templated":true}}})",
         {},
         "/x?page=1"},
        {"a template that has no end",
         R"({"content":[],"_links":{"next":{"href":"/x{?page","templated":true}}})",
         {},
         "/x"},
        {"braces that are no template",
         R"({"content":[],"_links":{"next":{"href":"/x{1}","templated":false}}})",
         {},
         "/x{1}"},
        {"links without HAL",
         R"({"content":[1],"links":[{"rel":"self","href":"/0"},{"rel":"next","href":"/1"}]})",
         {"1"},
         "/1"},
        {"a member that is called next", R"({"content":[1],"next":"/1"})", {"1"}},
    });
}

TEST_CASE("page: its number", "[query]") {
    using Number = Page::Number;
    check_all({
        {"a Page",
         R"({"content":[],"number":0,"totalPages":3,"last":false})",
         {},
         {},
         Number{0, false}},
        {"the last Page",
         R"({"content":[],"number":2,"totalPages":3,"last":true})",
         {},
         {},
         Number{2, true}},
        {"a Slice", R"({"content":[],"number":4,"last":false})", {}, {}, Number{4, false}},
        {"a PagedModel",
         R"({"content":[],"page":{"size":2,"number":1,"totalElements":5,"totalPages":3}})",
         {},
         {},
         Number{1, false}},
        {"the last of one",
         R"({"content":[],"page":{"number":2,"totalPages":3}})",
         {},
         {},
         Number{2, true}},
        {"none at all",
         R"({"content":[],"page":{"number":0,"totalPages":0}})",
         {},
         {},
         Number{0, true}},
        {"a number alone says nothing", R"({"content":[],"number":0})", {}},
        {"nor does a page that is a number", R"({"content":[],"page":3,"totalPages":9})", {}},
        {"a number that is none", R"({"content":[],"number":-1,"last":false})", {}},
        {"one that does not fit",
         R"({"content":[],"number":99999999999999999999999,"last":false})",
         {}},
    });
}

TEST_CASE("page: what has no list is an error", "[query]") {
    struct Wrong {
        const char* why;
        std::string text;
        const char* cause;
    };

    const std::vector<Wrong> cases{
        {"nothing", "", "the answer is no JSON"},
        {"a page of HTML", "<html></html>", "the answer is no JSON"},
        {"cut off", R"([{"a":1},)", "the answer is no JSON"},
        {"two documents", "[] []", "the answer is no JSON"},
        {"not UTF-8", "[\"\xe9\"]", "the answer is no JSON"},
        {"a byte order mark", "\xef\xbb\xbf[]", "the answer is no JSON"},
        {"a string", R"("[1]")", "the answer is one value"},
        {"null", "null", "the answer is one value"},
        {"an object", R"({"user":"bob"})", "the answer is an object without one that is known"},
        {"an empty one", "{}", "the answer is an object without one that is known"},
        {"two lists", R"({"a":[1],"b":[2]})", "the answer is an object without one that is known"},
        {"a thing of HAL",
         R"({"name":"x","_links":{"self":{"href":"/"}}})",
         "the answer is an object without one that is known"},
    };
    for (const Wrong& each : cases) {
        INFO(each.why);
        const auto page = read_page(each.text);
        REQUIRE(!page);
        CHECK(page.error().kind() == ErrorKind::protocol);
        CHECK(page.error().what() == "there is no list to page through");
        CHECK(page.error().cause() == each.cause);
    }
}

TEST_CASE("page: depth is no matter", "[query]") {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    const std::string text = R"({"content":[)" + deep + "]}";
    const auto page = read_page(text);
    REQUIRE(page);
    CHECK(page->items == Items{deep});
}
