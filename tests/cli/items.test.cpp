// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace latch::test;

namespace {

struct HeaderCase {
    std::string why;
    Words items;
    std::string name;
    std::optional<std::string> value; ///< nothing: no such header
};

struct TargetCase {
    std::string why;
    Words words;
    std::string target;
};

struct BodyCase {
    std::string why;
    Words words;
    std::string body;
};

void check_body(const BodyCase& c, std::string_view type) {
    INFO(c.why);
    Words words{"{url}/x"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    const Request request = requested(words);
    CHECK(request.method == "POST");
    CHECK(request.header("Content-Type") == type);
    CHECK(request.body == c.body);
}

} // namespace

TEST_CASE("items: headers are set, unset and emptied", "[cli]") {
    const std::vector<HeaderCase> cases = {
        {"set", {"X-A:b"}, "X-A", "b"},
        {"a value with colons", {"X-A:b:c=d"}, "X-A", "b:c=d"},
        {"blanks around the value", {"X-A:  b c "}, "X-A", "b c"},
        {"emptied", {"X-A;"}, "X-A", ""},
        {"in the place of a default", {"Accept:text/csv"}, "Accept", "text/csv"},
        {"the default of that", {}, "Accept", "*/*"},
        {"a default unset", {"User-Agent:"}, "User-Agent", std::nullopt},
        {"another default unset", {"Accept-Encoding:"}, "Accept-Encoding", std::nullopt},
        {"unset after it was set", {"X-A:b", "X-A:"}, "X-A", std::nullopt},
        {"set after it was unset", {"Accept:", "Accept:b"}, "Accept", "b"},
        {"the host", {"Host:example.test"}, "Host", "example.test"},
    };
    for (const HeaderCase& c : cases) {
        INFO(c.why);
        Words words{"{url}/x"};
        words.insert(words.end(), c.items.begin(), c.items.end());
        const Request request = requested(words);
        CHECK(request.method == "GET");
        CHECK(request.header(c.name) == c.value);
    }
}

TEST_CASE("items: a header given twice is two lines", "[cli]") {
    const Request request = requested({"{url}", "X-A:b", "x-a:c"});
    CHECK(request.count("X-A") == 2);
}

TEST_CASE("items: query parameters go behind the query that is there", "[cli]") {
    const std::vector<TargetCase> cases = {
        {"one", {"{url}/x", "a==b"}, "/x?a=b"},
        {"several, in their order", {"{url}/x", "a==1", "b==2", "a==3"}, "/x?a=1&b=2&a=3"},
        {"behind others", {"{url}/x?q=0", "a==b"}, "/x?q=0&a=b"},
        {"an empty one", {"{url}/x", "a=="}, "/x?a="},
        {"characters that mean something", {"{url}/x", "a==b c/d+e&f"}, "/x?a=b+c%2Fd%2Be%26f"},
        {"beyond ASCII", {"{url}/x", "a==ä"}, "/x?a=%C3%A4"},
        {"an escaped separator", {"{url}/x", "a\\:b==c"}, "/x?a%3Ab=c"},
    };
    for (const TargetCase& c : cases) {
        INFO(c.why);
        const Request request = requested(c.words);
        CHECK(request.method == "GET");
        CHECK(request.target == c.target);
    }
}

TEST_CASE("items: fields are compact JSON with numbers as typed", "[cli]") {
    const std::vector<BodyCase> cases = {
        {"text", {"a=b"}, R"({"a":"b"})"},
        {"in the order typed", {"z=1", "a=2"}, R"({"z":"1","a":"2"})"},
        {"empty text", {"a="}, R"({"a":""})"},
        {"beyond ASCII", {"ä=ö\"\n"}, R"({"ä":"ö\"\n"})"},
        {"a number too large for a double",
         {"n:=12345678901234567890123"},
         R"({"n":12345678901234567890123})"},
        {"a number with a zero at its end", {"n:=1.50"}, R"({"n":1.50})"},
        {"true, null", {"a:=true", "b:=null"}, R"({"a":true,"b":null})"},
        {"an object, as it was typed", {R"(o:={"b": [1, 2e5]})"}, R"({"o":{"b": [1, 2e5]}})"},
        {"the same name twice", {"a=1", "a=2"}, R"({"a":"2"})"},
        {"an escaped separator", {"a\\:b=c"}, R"({"a:b":"c"})"},
        {"with a header and a query beside them", {"a=b", "X:y", "q==r"}, R"({"a":"b"})"},
    };
    for (const BodyCase& c : cases) {
        check_body(c, "application/json");
    }
}

TEST_CASE("items: JSON asks for JSON", "[cli]") {
    const Request request = requested({"{url}", "a=b"});
    CHECK(request.header("Accept") == "application/json, */*;q=0.5");
    CHECK(request.header("Content-Length") == "9");
    const Request empty = requested({"--json", "{url}"});
    CHECK(empty.method == "GET");
    CHECK(empty.header("Accept") == "application/json, */*;q=0.5");
    CHECK(empty.header("Content-Type") == "application/json");
    CHECK(requested({"--json", "--no-json", "{url}"}).header("Accept") == "*/*");
}

TEST_CASE("items: with --form fields are an HTML form", "[cli]") {
    const std::vector<BodyCase> cases = {
        {"text", {"--form", "a=b"}, "a=b"},
        {"characters that mean something", {"-f", "a=b c&d", "e=ä"}, "a=b+c%26d&e=%C3%A4"},
        {"the same name twice", {"--form", "a=1", "a=2"}, "a=1&a=2"},
        {"after --json", {"--json", "--form", "a=b"}, "a=b"},
        {"a number", {"--form", "a:=1"}, "a=1"},
    };
    for (const BodyCase& c : cases) {
        check_body(c, "application/x-www-form-urlencoded; charset=utf-8");
    }
    check_body({"before --json", {"--form", "-j", "a=b"}, R"({"a":"b"})"}, "application/json");
    check_body({"denied", {"--form", "--no-form", "a=b"}, R"({"a":"b"})"}, "application/json");
}

TEST_CASE("items: --raw is the body as it is", "[cli]") {
    check_body({"text", {"--raw", " a=b\n"}, " a=b\n"}, "application/json");
    check_body({"none", {"--raw="}, ""}, "application/json");
    CHECK(requested({"{url}", "--raw="}).header("Content-Length") == "0");
    const Request typed = requested({"PUT", "{url}", "--raw", "x", "Content-Type:text/plain"});
    CHECK(typed.method == "PUT");
    CHECK(typed.header("Content-Type") == "text/plain");
    CHECK(requested({"--raw", "x", "--no-raw", "{url}"}).method == "GET");
}
