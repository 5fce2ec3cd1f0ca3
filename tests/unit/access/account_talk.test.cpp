// SPDX-License-Identifier: MIT
#include "latch/access/account_talk.hpp"

#include "support/catch.hpp"
#include "visits.hpp"

#include <string>
#include <vector>

using namespace latch::access;
using namespace latch::test;
using Catch::Matchers::Contains;

TEST_CASE("account talk: one request tells whether credentials are good", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer answer;
        LoginVerdict verdict;
        std::string what;
        std::string cause;
    };

    const std::string form = R"(<form><input name="u"><input type="password" name="p"></form>)";
    const std::vector<Case> cases{
        {"an answer", {200, {}, R"({"user":"bob"})", ""}, LoginVerdict::signed_in, "", ""},
        {"nothing to say", {204, {}, "", ""}, LoginVerdict::signed_in, "", ""},
        {"a page", shows("<h1>hello"), LoginVerdict::signed_in, "", ""},
        {"a refusal",
         {401, {{"WWW-Authenticate", "Basic realm=\"x\""}}, "", ""},
         LoginVerdict::refused,
         "login refused at http://test.example/api/me",
         "401"},
        {"a token that has ended",
         {401,
          {{"WWW-Authenticate",
            R"(Bearer error="invalid_token", error_description="Jwt expired")"}},
          "",
          ""},
         LoginVerdict::refused,
         "login refused",
         "401: Jwt expired"},
        {"not for this user", says(403), LoginVerdict::failed, "cannot be told", "403"},
        {"no such place", says(404), LoginVerdict::failed, "cannot be told", "404"},
        {"a bug", says(500), LoginVerdict::failed, "cannot be told", "500"},
        {"elsewhere", leads_to("/home"), LoginVerdict::failed, "cannot be told", "302"},
        {"a form instead",
         leads_to("/login"),
         LoginVerdict::failed,
         "cannot be told",
         "leads to a login"},
        {"a form at once", shows(form), LoginVerdict::failed, "cannot be told", "is a login page"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        AccountTalk talk(a_url("/api/me?x=1"));
        const auto made = visit(talk, [&](const Visit& visit) {
            CHECK(visit.kind == VisitKind::data);
            return c.answer;
        });
        CHECK(made == std::vector<std::string>{"GET /api/me?x=1"});
        CHECK(talk.verdict() == c.verdict);
        if (c.verdict != LoginVerdict::signed_in) {
            CHECK(talk.error().kind() == latch::base::ErrorKind::not_signed_in);
        }
        CHECK_THAT(talk.error().what(), Contains(c.what));
        CHECK_THAT(talk.error().cause(), Contains(c.cause));
    }
}
