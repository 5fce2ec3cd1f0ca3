// SPDX-License-Identifier: MIT
#include "latch/access/logout_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

const std::string confirmation =
    R"(<form method="post" action="/logout"><input type=hidden name=_csrf value=c></form>)";
const std::string login_page =
    R"(<form method="post" action="/login"><input name=u><input type=hidden name=_csrf value=l></form>)";

LogoutTalk logging_out() {
    return LogoutTalk({.logout = a_url("/logout"), .login = a_url("/login")});
}

VisitedApplication
application(const VisitAnswer& logout, const VisitAnswer& login, const VisitAnswer& to_form) {
    return [=](const Visit& visit) {
        return visit.form ? to_form : visit.url.path == "/login" ? login : logout;
    };
}

} // namespace

TEST_CASE("logout talk: the form of the page for it is sent", "[access]") {
    LogoutTalk talk = logging_out();
    const Words made =
        visit(talk, application(shows(confirmation), says(404), leads_to("/login?logout")));
    CHECK(made == Words{"GET /logout", "POST /logout _csrf=c"});
    CHECK(talk.verdict() == LogoutVerdict::signed_out);
}

TEST_CASE("logout talk: without such a page the token comes from the login page", "[access]") {
    for (const VisitAnswer& answer :
         {leads_to("/login?logout"),
          leads_to("/"),
          leads_to("/login"),
          VisitAnswer{204, {}, "", ""}}) {
        INFO(answer.status);
        LogoutTalk talk = logging_out();
        const Words made = visit(talk, application(says(404), shows(login_page), answer));
        CHECK(made == Words{"GET /logout", "GET /login", "POST /logout _csrf=l"});
        CHECK(talk.verdict() == LogoutVerdict::signed_out);
    }
}

TEST_CASE("logout talk: the token of the head of a page will do", "[access]") {
    LogoutTalk talk = logging_out();
    const std::string page =
        R"(<meta name=_csrf content=m><meta name=_csrf_parameter content=tok>)";
    const Words made = visit(talk, application(says(404), shows(page), leads_to("/")));
    CHECK(made.back() == "POST /logout tok=m");
}

TEST_CASE("logout talk: who is asked to log in is out already", "[access]") {
    for (const std::string target : {"/login", "/login?logout"}) {
        LogoutTalk talk = logging_out();
        CHECK(
            visit(talk, application(leads_to(target), says(404), says(500))) == Words{"GET /logout"}
        );
        CHECK(talk.verdict() == LogoutVerdict::signed_out);
    }
}

TEST_CASE("logout talk: a refusal names the token that is missing", "[access]") {
    for (const VisitAnswer& answer : {says(403), says(419), leads_to("/login")}) {
        LogoutTalk talk = logging_out();
        visit(talk, application(says(405), says(404), answer));
        CHECK(talk.verdict() == LogoutVerdict::refused);
        CHECK_THAT(talk.error().hint(), Contains("no CSRF token"));
    }
}

TEST_CASE("logout talk: nowhere to log out, but for a GET that did", "[access]") {
    LogoutTalk nowhere = logging_out();
    visit(nowhere, application(says(404), shows(login_page), says(404)));
    CHECK(nowhere.verdict() == LogoutVerdict::nowhere);
    CHECK_THAT(nowhere.error().what(), Contains("no logout at http://test.example/logout"));
    LogoutTalk by_get = logging_out();
    visit(by_get, application(leads_to("/goodbye"), shows(login_page), says(405)));
    CHECK(by_get.verdict() == LogoutVerdict::by_get);
}
