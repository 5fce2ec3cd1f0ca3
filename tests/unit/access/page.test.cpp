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
                {.name = "remember-me", .type = "checkbox", .value = ""},
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
        {"no references",
         R"(<input name=t value="a&b;&;&#;&#x;&#xg;&amp">)",
         "a&b;&;&#;&#x;&#xg;&amp"},
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
        {"in a text field", "<textarea><input name=t value=a></textarea>", "-"},
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
                  "<button name=2 value=x></form><input name=between>"
                  "<form method=get></form><form method=Dialog><input name=3 type=RADIO checked>");
    REQUIRE(page.forms.size() == 3);
    const Form first{
        .action = "a",
        .method = "GET",
        .fields = {
            {.name = "1", .type = "text", .value = ""},
            {.name = "2", .type = "submit", .value = "x"},
        }};
    CHECK(page.forms[0] == first);
    CHECK(page.forms[1] == Form{.action = "", .method = "GET", .fields = {}});
    CHECK(page.forms[2].method == "DIALOG");
    CHECK(page.forms[2].fields == std::vector<Field>{{"3", "radio", "", true}});
}

TEST_CASE("page: one that is too long is read as far as may be", "[access]") {
    const std::string token = "<form><input name=t value=a></form>";
    const std::string filling(page_limit.count, ' ');
    CHECK(first_value(token + filling) == "a");
    CHECK(first_value(filling + token) == "-");
    CHECK(read_page("").forms.empty());
}

TEST_CASE("page: what is nested without end costs no more than its length", "[access]") {
    std::string deep;
    while (deep.size() + 200 < page_limit.count) {
        deep += "<b a=1><form><p>";
    }
    CHECK(first_value("<form>" + deep + "</form><form><input name=t>").starts_with('-'));
    std::string wide = "<p";
    for (int at = 0; wide.size() + 200 < page_limit.count; ++at) {
        wide += " a" + std::to_string(at);
    }
    CHECK(first_value(wide + "><form><input name=t value=a>") == "a");
}
