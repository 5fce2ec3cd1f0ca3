// SPDX-License-Identifier: MIT
#include "latch/query/xpath.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::query;
using latch::base::ErrorKind;
using Value = std::optional<XPathValue>;
using Nodes = XPathNodes;

namespace {

XPath xpath(std::string_view expression) {
    auto parsed = XPath::parse(expression);
    REQUIRE(parsed);
    return *parsed;
}

Value in_xml(std::string_view expression, std::string_view text) {
    const auto value = xpath(expression).evaluate(text, Markup::xml);
    REQUIRE(value);
    return *value;
}

Value in_html(std::string_view expression, std::string_view text) {
    const auto value = xpath(expression).evaluate(text, Markup::html);
    REQUIRE(value);
    return *value;
}

struct Case {
    const char* why;
    const char* expression;
    Value value;
};

constexpr std::string_view orders = R"(<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- of today -->
<orders xmlns:s="urn:stock" total="3">
  <order id="1"><sku>A-17</sku><price>9.50</price></order>
  <order id="2"><sku>caf)"
                                    "\u00e9"
                                    R"(</sku><price>0.50</price><s:in>yes</s:in></order>
  <order id="3"><sku/><note> <![CDATA[a < b]]> &amp; c</note></order>
</orders>
)";

/// As Spring Security 6 and Thymeleaf write it.
constexpr std::string_view sign_in = R"(<!DOCTYPE html>
<html lang="en">
  <head>
    <META name="_csrf" content="meta&#43;token"/>
    <meta name="_csrf_header" content="X-CSRF-TOKEN">
    <title>Please sign in</title>
  <body>
    <form class="form-signin" method="post" action="/login">
      <p><label for=username>Username</label> <input type="text" id="username" name="username" required autofocus>
      <p><INPUT NAME="_csrf" type="hidden" value="Kb&amp;c-3_x" />
      <button type=submit>Sign <b>in</b></button>
    </form>
)";

} // namespace

TEST_CASE("xpath: each type of value", "[query]") {
    const std::vector<Case> cases{
        {"a node-set in order", "//sku", Nodes{"A-17", "caf\u00e9", ""}},
        {"in order, whatever the axis", "//order[3]/preceding-sibling::*/@id", Nodes{"1", "2"}},
        {"each node once",
         "//order | //sku/..",
         Nodes{"A-179.50", "caf\u00e90.50yes", " a < b & c"}},
        {"attributes", "/orders/order/@id", Nodes{"1", "2", "3"}},
        {"text", "//price/text()", Nodes{"9.50", "0.50"}},
        {"a comment", "/comment()", Nodes{" of today "}},
        {"a string", "string(//sku)", "A-17"},
        {"an empty string is one", "string(//order[3]/sku)", ""},
        {"a string of nothing is empty, as the standard has it", "string(//none)", ""},
        {"a number", "sum(//price)", 10.0},
        {"an integer", "count(//order)", 3.0},
        {"a boolean", "//order/@id = 2", true},
        {"another", "boolean(//none)", false},
        {"an empty element is there", "//order[3]/sku", Nodes{""}},
        {"nothing is there", "//none", {}},
        {"an attribute that is not there", "/orders/@none", {}},
        {"a prefix as it is written", "//s:in", Nodes{"yes"}},
        {"or without it", "//*[local-name()='in']", Nodes{"yes"}},
        {"blanks are text, but for those beside the root", "count(//text())", 12.0},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(in_xml(each.expression, orders) == each.value);
    }
    const Value none = in_xml("number(//none)", orders);
    REQUIRE(none);
    CHECK(std::isnan(std::get<double>(*none)));
}

TEST_CASE("xpath: a default namespace needs no prefix", "[query]") {
    CHECK(in_xml("/a/b", R"(<a xmlns="urn:x"><b>1</b></a>)") == Value(Nodes{"1"}));
    CHECK(in_xml("/p:a/b", R"(<p:a xmlns:p="urn:x"><b>1</b></p:a>)") == Value(Nodes{"1"}));
    CHECK(in_xml("/a/b", R"(<p:a xmlns:p="urn:x"><b>1</b></p:a>)") == Value());
}

TEST_CASE("xpath: no entity is declared and nothing is opened", "[query]") {
    CHECK(
        in_xml(
            "string(/a)",
            R"(<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;|&lt;</a>)"
        ) == Value("&x;|<")
    );
    CHECK(
        in_xml("string(/a)", R"(<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>)") ==
        Value("&c;")
    );
    CHECK(
        in_xml(
            "count(/a/node())",
            R"(<!DOCTYPE a SYSTEM "http://test.example/a.dtd"><a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></a>)"
        ) == Value(1.0)
    );
}

TEST_CASE("xpath: the text is UTF-8, whatever it says", "[query]") {
    CHECK(
        in_xml("string(/a)", "<?xml version='1.0' encoding='UTF-16'?><a>\u00e9</a>") ==
        Value("\u00e9")
    );
    CHECK(in_xml("string(/a)", "\ufeff<a>\u00e9</a>") == Value("\u00e9"));
    CHECK(in_xml("string(/a)", "<a>\xff</a>") == Value("\xff"));
}

TEST_CASE("xpath: a body that is no XML", "[query]") {
    struct Wrong {
        const char* why;
        std::string text;
        const char* cause;
    };

    const std::vector<Wrong> cases{
        {"nothing", "", "it is not one element"},
        {"blanks", " \n ", "it is not one element"},
        {"text", "hello", "it is not one element"},
        {"JSON with tags in it", R"({"a":"<b/>"})", "it is not one element"},
        {"two roots", "<a/><b/>", "it is not one element"},
        {"CDATA behind it", "<a/><![CDATA[x]]>", "it is not one element"},
        {"no end", "<a>\n<b>\n</b>", "start-end tags mismatch in line 3"},
        {"another end", "<a>\n</b>", "start-end tags mismatch in line 2"},
        {"HTML", "<a>\n<br></a>", "start-end tags mismatch in line 2"},
        {"an attribute without value", "<a b></a>", "error parsing element attribute in line 1"},
        {"NUL", std::string("<a>\n\0</a>", 9), "NUL in line 2"},
    };
    for (const Wrong& each : cases) {
        INFO(each.why);
        const auto value = xpath("/*").evaluate(each.text, Markup::xml);
        REQUIRE(!value);
        CHECK(value.error().kind() == ErrorKind::protocol);
        CHECK(value.error().what() == "cannot read the answer as XML");
        CHECK(value.error().cause() == each.cause);
    }
}

TEST_CASE("xpath: an expression that is none", "[query]") {
    struct Wrong {
        const char* expression;
        const char* cause;
    };

    const std::vector<Wrong> cases{
        {"", "unrecognized node test, at column 1"},
        {"//a[", "unrecognized node test, at column 5"},
        {"//a[@b='c]", "unrecognized node test, at column 8"},
        {"//\u00e9\u00e9[b", "expected ']' to match an opening '[', at column 7"},
        {"none()", "unrecognized function or wrong parameter count, at column 7"},
        {"$x", "unknown variable: variable set is not provided, at column 1"},
        {"a b", "incorrect query, at column 3"},
        {"count(1)", "function has to be applied to node set, at column 9"},
    };
    for (const Wrong& each : cases) {
        INFO(each.expression);
        const auto parsed = XPath::parse(each.expression);
        REQUIRE(!parsed);
        CHECK(parsed.error().kind() == ErrorKind::usage);
        CHECK(
            parsed.error().what() == "'" + std::string(each.expression) + "' is no XPath expression"
        );
        CHECK(parsed.error().cause() == each.cause);
    }
    CHECK(!XPath::parse(std::string_view("//a\0b", 5)));
    CHECK(!XPath::parse(std::string(100'000, '(') + "1" + std::string(100'000, ')')));
}

TEST_CASE("xpath: the token of a page by Spring", "[query]") {
    const std::vector<Case> cases{
        {"the hidden field", R"(string(//input[@name="_csrf"]/@value))", "Kb&c-3_x"},
        {"the meta data", R"(//meta[@name="_csrf"]/@content)", Nodes{"meta+token"}},
        {"its header", R"(//meta[@name="_csrf_header"]/@content)", Nodes{"X-CSRF-TOKEN"}},
        {"elements are lowercase", "//META", {}},
        {"a place that the page leaves out", "/html/head/title", Nodes{"Please sign in"}},
        {"an attribute without value", "//input[@autofocus]/@id", Nodes{"username"}},
        {"such an attribute is empty", "//input/@required", Nodes{""}},
        {"text of an element", "normalize-space(//button)", "Sign in"},
        {"no token", R"(//input[@name="_token"]/@value)", {}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(in_html(each.expression, sign_in) == each.value);
    }
}

TEST_CASE("xpath: HTML as browsers read it", "[query]") {
    struct Page {
        const char* why;
        const char* text;
        const char* expression;
        Value value;
    };

    const std::vector<Page> cases{
        {"anything is a page", "hello", "/html/body", Nodes{"hello"}},
        {"nothing, too", "", "count(//*)", 3.0},
        {"comments are left out", "<p>a<!-- b -->c", "//p/node()", Nodes{"a", "c"}},
        {"what is in a comment is not there", "<!-- <input name=x> -->", "//input", {}},
        {"nor what is in a script", "<script>'<input>'</script>", "//input", {}},
        {"a script is text", "<script>a<b</script>", "//script", Nodes{"a<b"}},
        {"templates are no part of it", "<template><i>x</i></template>", "//i", {}},
        {"what stands in a table wrongly", "<table><i>x</i><tr><td>y", "//table//i", {}},
        {"a row has a body", "<table><tr><td>y", "//table/tbody/tr/td", Nodes{"y"}},
        {"an element nobody knows",
         "<My-Card Data-Id=7>x</My-Card>",
         "//my-card/@data-id",
         Nodes{"7"}},
        {"the first of two attributes", "<p id=a id=b>", "//p/@id", Nodes{"a"}},
        {"SVG",
         "<svg viewBox='0 0 1 1'><linearGradient/><a xlink:href='#x'/></svg>",
         "//svg//a/@xlink:href | //lineargradient",
         Nodes{"", "#x"}},
        {"entities", "<p>&eacute;&lt;&nbsp;", "//p", Nodes{"\u00e9<\u00a0"}},
        {"invalid UTF-8", "<p>\xff", "//p", Nodes{"\ufffd"}},
        {"an attribute that XML could not have", "<p a\"b=1>x", "//p", Nodes{"x"}},
    };
    for (const Page& each : cases) {
        INFO(each.why);
        CHECK(in_html(each.expression, each.text) == each.value);
    }
    CHECK(in_html("//p", std::string_view("<p>a\0b", 6)) == Value(Nodes{"ab"}));
}

namespace {

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (; times > 0; --times) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("xpath: depth has an end in XML", "[query]") {
    const auto nested = [](std::size_t depth) {
        return repeated("<a>", depth) + "x" + repeated("</a>", depth);
    };
    CHECK(in_xml("count(//a)", nested(1000)) == Value(1000.0));
    const auto deeper = xpath("//a").evaluate(nested(1001), Markup::xml);
    REQUIRE(!deeper);
    CHECK(deeper.error().cause() == "nested more than 1000 deep");
    CHECK(!xpath("//a").evaluate(nested(1'000'000), Markup::xml));
}

TEST_CASE("xpath: what is deeper in HTML is lifted", "[query]") {
    const std::string page = repeated("<div>", 3000) + "<input name=x value=y>";
    CHECK(in_html("count(//div)", page) == Value(3000.0));
    CHECK(in_html("//input/@value", page) == Value(Nodes{"y"}));
    CHECK(in_html("count(//input/ancestor::*)", page) == Value(511.0));
}

TEST_CASE("xpath: bounds of a page", "[query]") {
    CHECK(in_html("count(//br)", repeated("<br>", 65'536)) == Value(65'536.0));
    std::string attributes = "<p";
    std::string fonts;
    for (int at = 0; at < 1100; ++at) {
        attributes += " a" + std::to_string(at);
        fonts += at < 400 ? "<font size=" + std::to_string(at) + ">" : "";
    }
    for (const std::string& page : {
             repeated("<br>", 65'537),
             attributes + ">",
             // Each paragraph is given all the fonts that are open.
             "<p>" + fonts + repeated("<p>x", 3000),
         }) {
        INFO(page.substr(0, 20));
        const auto value = xpath("//*").evaluate(page, Markup::html);
        REQUIRE(!value);
        CHECK(value.error().kind() == ErrorKind::protocol);
        CHECK(value.error().what() == "cannot read the page");
    }
}

TEST_CASE("xpath: a copy is as good, and may be used again", "[query]") {
    XPath copy = xpath("/b");
    {
        const XPath original = xpath("/a");
        copy = original;
    }
    CHECK(*copy.evaluate("<a>1</a>", Markup::xml) == Value(Nodes{"1"}));
    CHECK(*copy.evaluate("<a>2</a>", Markup::xml) == Value(Nodes{"2"}));
}
