// SPDX-License-Identifier: MIT
#include "latch/access/login_form.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::base::ErrorKind;
using latch::base::Secret;

namespace {

latch::base::Result<LoginForm> form_of(std::string_view html) {
    return login_form(read_page(html), "http://app.test/login");
}

std::string body_of(std::string_view html, const std::vector<FormField>& more = {}) {
    const auto form = form_of(html);
    INFO((form ? "" : form.error().what()));
    REQUIRE(form);
    return filled_in(*form, "bob", Secret("p&w"), more);
}

const std::string spring =
    R"(<form method="post" action="/ott/generate"><input type="text" name="username">
       <input name="_csrf" type="hidden" value="o"></form>
       <form class="login-form" method="post" action="/login">
       <input type="text" id="username" name="username" required>
       <input type="password" id="password" name="password" required>
       <p><input type='checkbox' name='remember-me'> Remember me</p>
       <input name="_csrf" type="hidden" value="t0-k=">
       <button type="submit" class="primary">Sign in</button></form>)";

} // namespace

TEST_CASE("login form: what is sent is what a browser would send", "[access]") {
    struct Case {
        std::string why, html, body;
    };

    const std::string head = "<form method=post>";
    const std::vector<Case> cases{
        {"Spring's own, beside one for a token by mail",
         spring,
         "username=bob&password=p%26w&_csrf=t0-k%3D"},
        {"an e-mail address",
         head + "<input type=email name=mail><input type=password name=s>",
         "mail=bob&s=p%26w"},
        {"the text field before the password is the user, not the first",
         head + "<input name=tenant value=a><input name=j><input type=password name=p>",
         "tenant=a&j=bob&p=p%26w"},
        {"the user behind the password",
         head + "<input type=password name=p><input type=tel name=u>",
         "p=p%26w&u=bob"},
        {"a value that is there already is replaced",
         head + "<input name=u value=eve readonly><input type=password name=p value=x>",
         "u=bob&p=p%26w"},
        {"boxes that are checked, and choices",
         head + "<input name=u><input type=password name=p><input type=checkbox name=a checked>"
                "<input type=checkbox name=b><input type=radio name=c value=1>"
                "<input type=radio name=c value=2 checked>"
                "<select name=d><option>x<option selected>y</select>",
         "u=bob&p=p%26w&a=on&c=2&d=y"},
        {"the first button that has a name",
         head + "<input name=u><input type=password name=p><button>Go</button>"
                "<button name=do value=in>In</button><button name=do value=out>Out</button>",
         "u=bob&p=p%26w&do=in"},
        {"a button of no effect, and a file",
         head + "<input name=u><input type=password name=p><input type=reset name=r value=1>"
                "<input type=button name=n value=1><input type=file name=f>",
         "u=bob&p=p%26w"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(body_of(c.html) == c.body);
    }
}

TEST_CASE("login form: fields of the user's own come instead of the form's", "[access]") {
    CHECK(
        body_of(spring, {{"remember-me", "on"}, {"_csrf", "mine"}}) ==
        "username=bob&password=p%26w&remember-me=on&_csrf=mine"
    );
}

TEST_CASE("login form: the action is as written", "[access]") {
    CHECK(form_of(spring)->action == "/login");
    CHECK(form_of("<form method=post><input name=u><input type=password name=p>")->action.empty());
}

TEST_CASE("login form: a page without the one form is an error that says so", "[access]") {
    struct Case {
        std::string why, html, what, cause;
    };

    const std::string one = "<form method=post action=/a><input name=u><input type=password "
                            "name=p></form>";
    const std::string two = "<form method=post action=/b><input name=u><input type=password "
                            "name=p></form>";
    const std::vector<Case> cases{
        {"nothing", "<p>hello", "no login form at http://app.test/login", "no form there"},
        {"a search", "<form><input name=q></form>", "no login form", ""},
        {"two passwords make an account",
         "<form method=post><input name=u><input type=password name=p><input type=password name=q>",
         "no login form",
         ""},
        {"two forms", one + two, "more than one login form", "sent to /a and /b"},
        {"no name",
         "<form method=post><input type=hidden name=u><input type=password name=p>",
         "has no user name",
         ""},
        {"a script sends it",
         "<form><input name=u><input type=password name=p>",
         "sent by a script",
         "its own method is GET"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto form = form_of(c.html);
        REQUIRE_FALSE(form);
        CHECK(form.error().kind() == ErrorKind::not_signed_in);
        CHECK_THAT(form.error().what(), Catch::Matchers::Contains(c.what));
        CHECK_THAT(form.error().cause(), Catch::Matchers::Contains(c.cause));
    }
}

TEST_CASE("login form: a page asks for a password if one of its forms does", "[access]") {
    CHECK(asks_for_password(read_page(spring)));
    CHECK_FALSE(asks_for_password(read_page("<form><input name=q></form><p>password")));
}
