// SPDX-License-Identifier: MIT
#include "latch/access/page.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;

namespace {

/// The value of the first field of the first form; "-" if there is none.
std::string first_value(std::string_view html) {
    const Page page = read_page(html);
    const bool has_field = !page.forms.empty() && !page.forms.front().fields.empty();
    return has_field ? page.forms.front().fields.front().value : "-";
}

} // namespace

TEST_CASE("page: Spring's login page gives its form", "[access]") {
    const Page page = read_page(R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Please <form> in</title></head><body>
<form class="login-form" method="post" action="/shop/login">
  <input type="text" id="username" name="username" placeholder="Username" required autofocus>
  <input type="password" id="password" name="password" required>
  <input type='checkbox' name='remember-me' id='remember-me'/>
  <input name="_csrf" type="hidden" value="AQIDYGBg" />
  <button type="submit" class="primary">Sign in</button>
</form></body></html>)");
    const Form login{
        .action = "/shop/login",
        .method = "POST",
        .fields =
            {
                {.name = "username", .type = "text", .value = ""},
                {.name = "password", .type = "password", .value = ""},
                {.name = "remember-me", .type = "checkbox", .value = "on"},
                {.name = "_csrf", .type = "hidden", .value = "AQIDYGBg"},
            },
    };
    CHECK(page == Page{.metas = {}, .forms = {login}});
}

TEST_CASE("page: meta data are found by name", "[access]") {
    const Page page = read_page(R"(<head>
<meta name="_csrf" content="t0k3n"/><META CONTENT='X-CSRF-TOKEN' NAME=_csrf_header>
<meta property="og:title" content="none"><meta name="csrf-token">)");
    CHECK(page.metas.size() == 3);
    CHECK(page.meta("_csrf") == "t0k3n");
    CHECK(page.meta("_CSRF_header") == "X-CSRF-TOKEN");
    CHECK(page.meta("csrf-token") == "");
    CHECK_FALSE(page.meta("csrf-param"));
}

TEST_CASE("page: values are read however they are written", "[access]") {
    struct Case {
        std::string_view why, input, value;
    };

    const std::vector<Case> cases{
        {"double quotes", R"(<input name="t" value="a b">)", "a b"},
        {"single quotes", "<input name='t' value='a\"b'>", "a\"b"},
        {"no quotes", "<input name=t value=a/b>", "a/b"},
        {"no quotes, and a slash in the end belongs to it", "<input name=t value=a/>", "a/"},
        {"blanks around the sign", "<input name = t\n value\t=\n\"a\">", "a"},
        {"attributes in capitals", "<INPUT NAME=t VALUE=A>", "A"},
        {"attributes without blanks between", R"(<input name="t"value="a">)", "a"},
        {"of two the first", "<input name=t value=a value=b>", "a"},
        {"a '>' within quotes", R"(<input name=t title="a > b" value="c">)", "c"},
        {"references by name", R"(<input name=t value="&lt;a&amp;b&gt;&quot;&apos;">)", "<a&b>\"'"},
        {"references by number", R"(<input name=t value="a&#43;b&#x2F;c&#X3d;">)", "a+b/c="},
        {"beyond ASCII", R"(<input name=t value="&#252;&#x1F600;">)", "ü😀"},
        {"numbers of no character", R"(<input name=t value="&#0;&#xD800;&#x110000;">)", "���"},
        {"no references, but for one that does not need its end",
         R"(<input name=t value="a&b;&;&#;&#x;&#xg;&amp">)",
         "a&b;&;&#;&#x;&#xg;&"},
        {"no value", "<input name=t value>", ""},
        {"a sign in front of a name", "<input name=t =value=a value=b>", "b"},
        {"no name", "<input value=a>", "-"},
        {"cut off within a value", R"(<input name=t value="a)", "-"},
        {"cut off within a tag", "<input name=t value=a", "-"},
        {"in a comment", "<!-- <input name=t value=a> -->", "-"},
        {"behind a comment with tags", "<!-- > </form> --><input name=t value=a>", "a"},
        {"behind an empty comment", "<!--><input name=t value=a>", "a"},
        {"in a comment that does not end", "<!-- <input name=t value=a>", "-"},
        {"in a script", "<script>'<input name=t value=a>'</SCRIPT>", "-"},
        {"behind a script", "<script>if (a<b) '</form>'</script><input name=t value=a>", "a"},
        {"in a script that does not end", "<script><input name=t value=a>", "-"},
        {"disabled", "<input name=t value=a disabled>", "-"},
        {"an option that is marked",
         "<select name=t><option value=a>A<option selected value=b>B</select>",
         "b"},
        {"the first option, by its text", "<select name=t><option> a \n<option>b</select>", "a"},
        {"a select without options", "<select name=t></select>", ""},
        {"a text field", "<textarea name=t>\na &amp; <b></textarea>", "a & <b>"},
        {"in SVG, where it is no control", "<svg><input name=t value=a>", "-"},
        {"an element of SVG", "<svg><textarea name=t></textarea></svg>", "-"},
        {"in a text field without a name", "<textarea><input name=t value=a></textarea>", "-"},
        {"in a template", "<template><p><input name=t value=a></p></template>", "-"},
        {"behind a template", "<template></template></template><input name=t value=a>", "a"},
        {"behind signs that begin no tag", "1 < 2 <3 </ <> <input name=t value=a>", "a"},
        {"behind what XML has", "<?xml version='1.0'?><![CDATA[x]]><input name=t value=a>", "a"},
        {"in a table, whatever is closed", "<table><tr></p><td><input name=t value=a>", "a"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(first_value("<form>" + std::string(c.input)) == c.value);
    }
}

TEST_CASE("page: a control belongs to the form that is open", "[access]") {
    const Page page =
        read_page("<input name=before><form action=' a '><input name=1><form action=b>"
                  "<button name=2 value=x></button></form><input name=between>"
                  "<form method=get></form><form method=Dialog><input name=3 type=RADIO checked>");
    REQUIRE(page.forms.size() == 3);
    const Form first{
        .action = "a",
        .method = "GET",
        .fields = {
            {.name = "1", .type = "text", .value = ""},
            {.name = "2", .type = "submit", .value = "x"},
        }};
    CHECK(page.forms[0].action == "a");
    CHECK(page.forms[0].fields.size() == 2);
    CHECK(page.forms[0] == first);
    CHECK(page.forms[1] == Form{.action = "", .method = "GET", .fields = {}});
    CHECK(page.forms[2].method == "DIALOG");
    CHECK(page.forms[2].fields == std::vector<Field>{{"3", "radio", "on", true}});
}

TEST_CASE("page: a control may say which form it belongs to", "[access]") {
    const Page page =
        read_page("<input name=1 form=b><form id=a><input name=2><input name=3 form=b>"
                  "<input name=4 form=''><input name=5 form=c></form>"
                  "<form id=b></form><form id=b></form>");
    REQUIRE(page.forms.size() == 3);
    REQUIRE(page.forms[0].fields.size() == 1);
    CHECK(page.forms[0].fields[0].name == "2");
    REQUIRE(page.forms[1].fields.size() == 2);
    CHECK(page.forms[1].fields[0].name == "1");
    CHECK(page.forms[1].fields[1].name == "3");
    CHECK(page.forms[2].fields.empty());
}

TEST_CASE("page: a form between the rows of a table has the controls of the table", "[access]") {
    const Page page = read_page("<table><form action=a><tr><td><input name=1></td></tr>"
                                "<tr><td><input name=2></td></tr></form></table><input name=3>");
    REQUIRE(page.forms.size() == 1);
    REQUIRE(page.forms[0].fields.size() == 2);
    CHECK(page.forms[0].fields[0].name == "1");
    CHECK(page.forms[0].fields[1].name == "2");
    const Page two = read_page("<table><form action=a><tr><td><input name=1></tr></form>"
                               "<form action=b><tr><td><input name=2></tr></form></table>");
    REQUIRE(two.forms.size() == 2);
    REQUIRE(two.forms[0].fields.size() == 1);
    CHECK(two.forms[0].fields[0].name == "1");
    REQUIRE(two.forms[1].fields.size() == 1);
    CHECK(two.forms[1].fields[0].name == "2");
}

TEST_CASE("page: one that is too long is read as far as may be", "[access]") {
    const std::string token = "<form><input name=t value=a></form>";
    const std::string filling(page_limit.count, ' ');
    CHECK(first_value(token + filling) == "a");
    CHECK(first_value(filling + token) == "-");
    CHECK(read_page("").forms.empty());
}

TEST_CASE("page: so many tags are read and no more", "[access]") {
    const std::string form = "<form><input name=t value=a></form>";
    std::string tags;
    for (int at = 0; at < 16000; ++at) {
        tags += "<br>";
    }
    CHECK(first_value(tags + form) == "a");
    CHECK(first_value(tags + tags + form) == "-");
}

TEST_CASE("page: what takes more than its share is left, whatever it is", "[access]") {
    const std::string form = "<form><input name=t value=a></form>";

    struct Case {
        std::string_view why, begin, pattern, end, value;
    };

    const std::vector<Case> cases{
        {"formatting that is opened again by each paragraph", "", "<p><font size=", ">", "-"},
        {"attributes without end", "<p", " a", "", "-"},
        {"one long attribute", "<p title='", "a", "", "a"},
        {"one long text", "<p>", "a", "", "a"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        std::string html = form;
        html += c.begin;
        for (int at = 0; html.size() + 64 < page_limit.count; ++at) {
            html += c.pattern;
            html += std::to_string(at);
            html += c.end;
        }
        CHECK(first_value(html + "'>") == c.value);
    }
}

TEST_CASE("page: nesting costs no more than the tags that are read", "[access]") {
    for (const std::string_view pattern :
         {"<b>",
          "<div>",
          "<p>",
          "<a><p>",
          "<table><td>",
          "<ul><li>",
          "<select>",
          "<template>",
          "<svg><g>",
          "<form>",
          "</p>",
          "</br>",
          "<b></p>",
          "<table><b>",
          "<b a=1><form><p>"}) {
        INFO(pattern);
        std::string deep = "<meta name=x content=y>";
        while (deep.size() + 16 < page_limit.count) {
            deep += pattern;
        }
        const Page page = read_page(deep);
        CHECK((page == Page{} || page.meta("x") == "y"));
    }
}
