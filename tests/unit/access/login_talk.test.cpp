// SPDX-License-Identifier: MIT
#include "latch/access/login_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;
using latch::base::Secret;
using Words = std::vector<std::string>;

namespace {

const std::string form =
    R"(<form method="post" action="/login"><input name="username"><input type="password" name="password">
       <input name="_csrf" type="hidden" value="t"></form>)";
const std::string bare_form =
    R"(<form method="post"><input name="u"><input type="password" name="p"></form>)";
const std::string sent = "POST /login username=bob&password=pw&_csrf=t";

LoginTalk talk_at(std::string_view page) {
    return LoginTalk({.page = a_url(page), .user = "bob", .password = Secret("pw"), .fields = {}});
}

/// An application with a page that has a form, and one answer to it.
VisitedApplication spring(const VisitAnswer& to_form, const VisitAnswer& elsewhere = says(404)) {
    return [=](const Visit& visit) {
        if (visit.form) {
            return to_form;
        }
        return visit.url.path == "/login" ? shows(form, "JSESSIONID=1") : elsewhere;
    };
}

} // namespace

TEST_CASE("login talk: an answer that leads away with another session is success", "[access]") {
    for (const std::string target :
         {"/", "http://test.example/api/me?continue", "/error?continue"}) {
        INFO(target);
        LoginTalk talk = talk_at("/login");
        const Words made = visit(talk, spring(leads_to(target, "JSESSIONID=2")));
        CHECK(made == Words{"GET /login", sent});
        CHECK(talk.verdict() == LoginVerdict::signed_in);
    }
}

TEST_CASE("login talk: without another session it is looked where the answer leads", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer there;
        LoginVerdict verdict;
    };

    const std::vector<Case> cases{
        {"a page", shows("<h1>hello"), LoginVerdict::signed_in},
        {"no page", says(404), LoginVerdict::signed_in},
        {"further", leads_to("/home/1"), LoginVerdict::signed_in},
        {"the login page", leads_to("/login"), LoginVerdict::refused},
        {"a password form", shows(form), LoginVerdict::refused},
        {"a challenge", says(401), LoginVerdict::refused},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        LoginTalk talk = talk_at("/login");
        const Words made = visit(talk, spring(leads_to("/home"), c.there));
        CHECK(made == Words{"GET /login", sent, "GET /home"});
        CHECK(talk.verdict() == c.verdict);
    }
}

TEST_CASE("login talk: a refusal is one, and says so", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer answer;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"the failure page", leads_to("/login?error"), "bad credentials"},
        {"even with another session", leads_to("/login?error", "JSESSIONID=2"), "bad credentials"},
        {"of another name", leads_to("/login-error"), "bad credentials"},
        {"back without a word", leads_to("http://test.example/login"), "leads back"},
        {"the page again", shows(form), "login page again"},
        {"as Rails does", {422, {{"Content-Type", "text/html"}}, form, ""}, "login page again"},
        {"401", says(401), "answers 401"},
        {"403", says(403), "answers 403"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        LoginTalk talk = talk_at("/login");
        CHECK(visit(talk, spring(c.answer)) == Words{"GET /login", sent});
        CHECK(talk.verdict() == LoginVerdict::refused);
        CHECK_THAT(talk.error().what(), Contains("login refused at http://test.example/login"));
        CHECK_THAT(talk.error().cause(), Contains(c.cause));
    }
}

TEST_CASE("login talk: a refusal of a form without a token may be for want of one", "[access]") {
    for (const VisitAnswer& answer : {leads_to("/login"), says(403)}) {
        LoginTalk talk = talk_at("/login");
        visit(talk, [&](const Visit& visit) { return visit.form ? answer : shows(bare_form); });
        CHECK(talk.verdict() == LoginVerdict::failed);
        CHECK_THAT(talk.error().hint(), Contains("no CSRF token"));
    }
}

TEST_CASE("login talk: 401 is about the credentials, with a token or without", "[access]") {
    LoginTalk talk = talk_at("/login");
    visit(talk, [&](const Visit& visit) { return visit.form ? says(401) : shows(bare_form); });
    CHECK(talk.verdict() == LoginVerdict::refused);
}

TEST_CASE("login talk: 200 is success only with a new session", "[access]") {
    LoginTalk fresh = talk_at("/login");
    visit(fresh, spring(shows("<h1>welcome", "JSESSIONID=2")));
    CHECK(fresh.verdict() == LoginVerdict::signed_in);
    LoginTalk same = talk_at("/login");
    visit(same, spring(shows("<h1>welcome")));
    CHECK(same.verdict() == LoginVerdict::failed);
    CHECK_THAT(same.error().what(), Contains("cannot be told"));
}

TEST_CASE(
    "login talk: a page that needs a login leads to it, and proves it in the end", "[access]"
) {
    bool is_signed_in = false;
    LoginTalk talk = talk_at("/api/me");
    const Words made = visit(talk, [&](const Visit& visit) {
        if (visit.form) {
            is_signed_in = true;
            return shows("{}");
        }
        if (visit.url.path == "/login") {
            return shows(form, "JSESSIONID=1");
        }
        VisitAnswer away = leads_to("/login;jsessionid=1", "JSESSIONID=1");
        away.headers.add("Set-Cookie", "JSESSIONID=1");
        return is_signed_in ? shows("me") : away;
    });
    CHECK(made == Words{"GET /api/me", "GET /login", sent, "GET /api/me"});
    CHECK(talk.verdict() == LoginVerdict::signed_in);
}

TEST_CASE(
    "login talk: a container leads back to the page that it showed the form for", "[access]"
) {
    struct Case {
        std::string why;
        VisitAnswer to_form;
        LoginVerdict verdict;
        std::string hint;
    };

    const std::string page =
        R"(<form method="post" action="j_security_check;jsessionid=1"><input name="j_username">
           <input type="password" name="j_password"></form>)";
    const std::vector<Case> cases{
        {"back", leads_to("/shop/items;jsessionid=2", "JSESSIONID=2"), LoginVerdict::signed_in, ""},
        {"a page", shows("<h1>sorry"), LoginVerdict::refused, "look at user name and password"},
        {"with another session", shows("<h1>sorry", "JSESSIONID=3"), LoginVerdict::refused, ""},
        {"no page was asked for", says(400), LoginVerdict::failed, "a page that needs a login"},
        {"who has signed in", says(404), LoginVerdict::failed, "a page that needs a login"},
        {"no session", says(408), LoginVerdict::failed, "a page that needs a login"},
        {"a bug", says(500), LoginVerdict::failed, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        LoginTalk talk = talk_at("/shop/items");
        bool is_in = false;
        const Words made = visit(talk, [&](const Visit& visit) {
            is_in = is_in || visit.form;
            return visit.form ? c.to_form : shows(is_in ? "<h1>tea" : page, "JSESSIONID=1");
        });
        Words way{"GET /shop/items", "POST /shop/j_security_check j_username=bob&j_password=pw"};
        if (c.verdict == LoginVerdict::signed_in) {
            way.emplace_back("GET /shop/items");
        }
        CHECK(made == way);
        CHECK(talk.verdict() == c.verdict);
        CHECK_THAT(talk.error().hint(), Contains(c.hint));
    }
}

TEST_CASE("login talk: what is over is begun anew once", "[access]") {
    LoginTalk talk = talk_at("/login");
    const Words made = visit(
        talk,
        [](const Visit& visit) {
            static_cast<void>(visit);
            return shows("<p>your session has ended", "JSESSIONID=9");
        },
        "JSESSIONID=1"
    );
    CHECK(made == Words{"GET /login", "GET /login"});
    CHECK(talk.verdict() == LoginVerdict::failed);
    CHECK_THAT(talk.error().what(), Contains("no login form"));
}

TEST_CASE("login talk: nothing is sent to another server", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer page;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"the page is there", leads_to("https://sso.test/login"), "https://sso.test/login"},
        {"only the form is",
         shows(
             R"(<form method=post action="//evil.test/x"><input name=u><input type=password name=p>)"
         ),
         "http://evil.test/x"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        LoginTalk talk = talk_at("/login");
        CHECK(visit(talk, [&](const Visit&) { return c.page; }) == Words{"GET /login"});
        CHECK(talk.verdict() == LoginVerdict::failed);
        CHECK_THAT(talk.error().cause(), Contains(c.cause));
    }
}

TEST_CASE("login talk: the same host by another scheme is told apart", "[access]") {
    const std::pair<std::string, std::string> cases[] = {
        {"http", "https"},
        {"https", "http"},
    };
    for (const auto& c : cases) {
        LoginTalk talk = talk_at(c.first + "://test.example/login");
        visit(talk, [&](const Visit&) { return leads_to(c.second + "://test.example/login"); });
        const bool is_upgrade = c.second == "https";
        CHECK_THAT(
            talk.error().hint(),
            Contains(is_upgrade ? "write https://test.example/login" : "forward-headers-strategy")
        );
    }
}

TEST_CASE("login talk: where there is no page, the error tells what there is", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer page;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"nothing", says(404), "answers 404"},
        {"Basic", says(401), "in a header (401)"},
        {"JSON", {200, {{"Content-Type", "application/json"}}, "{}", ""}, "no HTML"},
        {"a page", shows("<p>hello"), "no form there"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        LoginTalk talk = talk_at("/login");
        visit(talk, [&](const Visit&) { return c.page; });
        CHECK(talk.verdict() == LoginVerdict::failed);
        CHECK_THAT(talk.error().cause(), Contains(c.cause));
    }
}

TEST_CASE("login talk: redirects end", "[access]") {
    LoginTalk talk = talk_at("/a");
    const Words made =
        visit(talk, [](const Visit& visit) { return leads_to(visit.url.path + "a"); });
    CHECK(made.size() == 6);
    CHECK(talk.error().kind() == latch::base::ErrorKind::too_many_redirects);
}

TEST_CASE("login talk: another failure does not count against the credentials", "[access]") {
    LoginTalk talk = talk_at("/login");
    visit(talk, spring(says(500)));
    CHECK(talk.verdict() == LoginVerdict::failed);
    CHECK_THAT(talk.error().cause(), Contains("500"));
}

TEST_CASE("login talk: an id of the session is not sent in the address as well", "[access]") {
    const std::string page =
        R"(<form method=post action="/in;jsessionid=ABC"><input name=u><input type=password name=p>)";
    LoginTalk talk = talk_at("/login");
    const Words made = visit(talk, [&](const Visit& visit) {
        return visit.form ? leads_to("/", "JSESSIONID=DEF") : shows(page, "JSESSIONID=ABC");
    });
    CHECK(made == Words{"GET /login", "POST /in u=bob&p=pw"});
}

TEST_CASE("login talk: Django's form comes with the address of its page, over https", "[access]") {
    const std::string page = R"(<form method=post><input name=u><input type=password name=p>
        <input type=hidden name=csrfmiddlewaretoken value=k>)";
    LoginTalk talk = talk_at("https://test.example/login");
    std::string referer;
    visit(talk, [&](const Visit& visit) {
        referer = visit.referer;
        return visit.form ? leads_to("/", "sessionid=1") : shows(page);
    });
    CHECK(referer == "https://test.example/login");
    CHECK(talk.verdict() == LoginVerdict::signed_in);
}

TEST_CASE("login talk: back to a page of any name is looked at before it counts", "[access]") {
    for (const bool asks_again : {false, true}) {
        INFO(asks_again);
        unsigned shown = 0;
        LoginTalk talk = talk_at("/signin");
        const Words made = visit(talk, [&](const Visit& visit) {
            if (visit.form) {
                return leads_to("/signin", "JSESSIONID=2");
            }
            const bool is_form = ++shown == 1 || asks_again;
            return is_form ? shows(form, "JSESSIONID=1") : shows("<h1>hello");
        });
        CHECK(made == Words{"GET /signin", sent, "GET /signin"});
        CHECK(talk.verdict() == (asks_again ? LoginVerdict::refused : LoginVerdict::signed_in));
        CHECK(talk.page().path == "/signin");
    }
}

TEST_CASE("login talk: a cookie that is the session itself proves nothing", "[access]") {
    const std::string sealed = "laravel_session=" + std::string(200, 'x');
    for (const bool is_refused : {false, true}) {
        INFO(is_refused);
        LoginTalk talk = talk_at("/login");
        const Words made = visit(talk, [&](const Visit& visit) {
            if (visit.form) {
                return leads_to("/home", sealed + '2');
            }
            return visit.url.path == "/login" || is_refused ? shows(form, sealed + '1')
                                                            : shows("<h1>hello");
        });
        CHECK(made == Words{"GET /login", sent, "GET /home"});
        CHECK(talk.verdict() == (is_refused ? LoginVerdict::refused : LoginVerdict::signed_in));
    }
}
