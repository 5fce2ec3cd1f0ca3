// SPDX-License-Identifier: MIT
#include "latch/query/filling.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using base::Filling;
using base::hole;

namespace {

const std::vector<Filling> fillings{
    {.name = "id", .text = "9007199254740993", .json = "9007199254740993"},
    {.name = "state", .text = "to do", .json = R"("to do")"},
    {.name = "cell", .text = "9.50", .json = "9.50"},
    {.name = "evil", .text = "/.*/"},
    {.name = "file", .text = "@/etc/passwd"},
    {.name = "quote", .text = R"(" or true or ")"},
    {.name = "limit", .text = "300ms"},
    {.name = "word", .text = "A-17"},
    {.name = "typed limit", .text = "2s", .json = R"("2s")"},
};

const std::string id = hole(0);
const std::string state = hole(1);
const std::string cell = hole(2);
const std::string evil = hole(3);
const std::string file = hole(4);
const std::string quote = hole(5);
const std::string limit = hole(6);
const std::string word = hole(7);
const std::string typed_limit = hole(8);

std::string expectation(std::string_view text) {
    const auto filled = query::fill_expectation(text, fillings);
    return filled ? *filled : "error: " + filled.error().what();
}

} // namespace

TEST_CASE("filling: what is compared with is a value", "[query]") {
    CHECK(expectation("status == 200") == "status == 200");
    CHECK(expectation(".id == " + id) == ".id == 9007199254740993");
    CHECK(expectation("not .state==" + state) == R"(not .state == "to do")");
    CHECK(expectation(".price == " + cell) == ".price == 9.50");
    CHECK(expectation(".sku == " + word) == R"(.sku == "A-17")");
    CHECK(expectation(".name == " + evil) == R"(.name == "/.*/")");
    CHECK(expectation("body == " + file) == R"(body == "@/etc/passwd")");
    CHECK(expectation(".a == " + quote) == R"(.a == "\" or true or \"")");
    CHECK(expectation("time < " + limit) == "time < 300ms");
    CHECK(expectation("time < " + typed_limit) == "time < 2s");
    CHECK(expectation(".wait == " + typed_limit) == R"(.wait == "2s")");
    CHECK(expectation(".sku == 'x " + word + "'") == R"(.sku == "x A-17")");
    CHECK(expectation(".sku == x-" + word) == R"(.sku == "x-A-17")");
    CHECK(expectation("body == @" + word) == "body == @A-17");
}

TEST_CASE("filling: JSON, regular expressions and jq keep their shape", "[query]") {
    CHECK(
        expectation(R"(. includes {"sku":")" + word + R"(","price":)" + cell + "}") ==
        R"(. includes {"sku":"A-17","price":9.50})"
    );
    CHECK(expectation("body =~ /^" + evil + "$/") == R"(body =~ /^\/\.\*\/$/)");
    CHECK(expectation(".a[" + id + "] exists") == ".a[9007199254740993] exists");
    CHECK(
        expectation(".[] | select(.name == " + state + ") | .ok") ==
        R"(.[] | select(.name == "to do") | .ok)"
    );
    CHECK(
        expectation(".a == " + state + " and .b == " + id) ==
        R"(.a == "to do" and .b == 9007199254740993)"
    );
    CHECK(expectation(id + " > 5") == "(9007199254740993) > 5");
    CHECK(expectation(".a == {\"b\":" + word + "}") == "error: the value of {{word}} is not JSON");
    CHECK(expectation("regex a" + evil + " exists") == R"(regex a\/\.\*\/ exists)");
    CHECK(
        expectation("xpath //a[@id=\"" + quote + "\"] exists") ==
        "error: the value of {{quote}} has a quote in it"
    );
    CHECK(
        expectation("xpath //a[@id=\"" + word + "\"] exists") == R"(xpath //a[@id="A-17"] exists)"
    );
    CHECK(expectation("header." + word + " exists") == "header.A-17 exists");
}

TEST_CASE("filling: what is captured, and what a filter makes", "[query]") {
    CHECK(*query::fill_capture("x=.a[" + id + "]", fillings) == "x=.a[9007199254740993]");
    CHECK_FALSE(query::fill_capture("x" + word + "=.a", fillings));
    CHECK(
        *query::fill_filter(".[] | select(.a == " + state + ")", fillings) ==
        R"(.[] | select(.a == "to do"))"
    );
}
