// SPDX-License-Identifier: MIT
#include "latch/access/authorize_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

const std::string back = "http://127.0.0.1:5/callback";
const std::string login_page = R"(<form method=post action=/login><input name=username>
<input type=password name=password><input type=hidden name=_csrf value=t></form>)";
const std::string consent = R"(<form method=post action=/authorize>
<input type=hidden name=client_id value=cli><input type=hidden name=state value=s2>
<input type=checkbox name=scope value=read><input type=checkbox name=scope value=write>
<button type=submit>Yes</button></form>)";

struct Talked {
    Words made;
    LoginVerdict verdict;
    std::string callback;
    latch::base::Error error;
};

Talked talked(const VisitedApplication& application, const std::string& cookies = "") {
    AuthorizeTalk talk(
        {.page = a_url("/authorize?x=1"),
         .user = "bob",
         .password = latch::base::Secret("builder")},
        back
    );
    Words made = visit(talk, application, cookies);
    return {std::move(made), talk.verdict(), latch::http::to_string(talk.callback()), talk.error()};
}

} // namespace

TEST_CASE("authorize: signs in, agrees to all, and comes back with a code", "[access]") {
    bool is_signed_in = false;
    const Talked done = talked([&](const Visit& visit) {
        if (visit.url.path == "/login") {
            is_signed_in = visit.form.has_value();
            return visit.form ? leads_to("/authorize?x=1&continue", "JSESSIONID=2")
                              : shows(login_page, "JSESSIONID=1");
        }
        if (!is_signed_in) {
            return leads_to("/login", "JSESSIONID=1");
        }
        return visit.form ? leads_to(back + "?code=c&state=s") : shows(consent);
    });
    CHECK(done.verdict == LoginVerdict::signed_in);
    CHECK(done.callback == back + "?code=c&state=s");
    CHECK(
        done.made ==
        Words{
            "GET /authorize?x=1",
            "GET /authorize?x=1",
            "GET /login",
            "POST /login username=bob&password=builder&_csrf=t",
            "GET /authorize?x=1",
            "POST /authorize client_id=cli&state=s2&scope=read&scope=write"}
    );
}

TEST_CASE("authorize: who is signed in already is sent back at once", "[access]") {
    const Talked done = talked([](const Visit&) { return leads_to(back + "?code=c"); });
    CHECK(done.verdict == LoginVerdict::signed_in);
    CHECK(done.made.size() == 1);
}

TEST_CASE("authorize: a login form that leads back at once is enough", "[access]") {
    const Talked done = talked([](const Visit& visit) {
        return visit.form ? leads_to(back + "?code=c") : shows(login_page, "AUTH=1");
    });
    CHECK(done.verdict == LoginVerdict::signed_in);
    CHECK(done.made.size() == 3);
}

TEST_CASE("authorize: a wrong password, a strange page and a foreign form are errors", "[access]") {
    const Talked refused = talked([](const Visit& visit) {
        if (visit.form) {
            return leads_to("/login?error");
        }
        return visit.url.path == "/login" ? shows(login_page) : leads_to("/login");
    });
    CHECK(refused.verdict == LoginVerdict::refused);
    CHECK(refused.error.kind() == latch::base::ErrorKind::not_signed_in);

    const Talked strange = talked([](const Visit&) { return shows("<h1>Invalid client"); });
    CHECK(strange.verdict == LoginVerdict::failed);
    CHECK_THAT(strange.error.cause(), Contains("200 at /authorize"));

    const Talked foreign = talked([](const Visit&) {
        return shows("<form method=post action=https://evil.test/><input name=state></form>");
    });
    CHECK(foreign.verdict == LoginVerdict::failed);
    CHECK_THAT(foreign.error.cause(), Contains("another server"));
}
