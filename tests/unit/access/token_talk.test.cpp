// SPDX-License-Identifier: MIT
#include "latch/access/token_talk.hpp"

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

VisitAnswer answers(unsigned status, std::string body, latch::http::Headers more = {}) {
    more.add("Content-Type", "application/json");
    return {status, more, std::move(body), ""};
}

struct Ended {
    Words made;
    LoginVerdict verdict;
    latch::base::Error error;
    std::string token;
};

Ended talked(const VisitAnswer& answer) {
    TokenTalk talk(a_url("/api/login?x=1"), R"({"username":"bob"})", "bob");
    Words made = visit(talk, [&](const Visit& visit) {
        CHECK(visit.kind == VisitKind::data);
        return answer;
    });
    return {
        std::move(made), talk.verdict(), talk.error(), std::string(talk.token().token.reveal())};
}

} // namespace

TEST_CASE("token talk: a token is success, whatever the status of success is", "[access]") {
    for (const unsigned status : {200U, 201U, 202U}) {
        const Ended ended = talked(answers(status, R"({"token":"t1"})"));
        CHECK(ended.made == Words{R"(POST /api/login?x=1 {"username":"bob"})"});
        CHECK(ended.verdict == LoginVerdict::signed_in);
        CHECK(ended.token == "t1");
    }
    const Ended by_cookie = talked({204, {{"Set-Cookie", "jwt=t1; HttpOnly"}}, "", ""});
    CHECK(by_cookie.verdict == LoginVerdict::signed_in);
    CHECK(by_cookie.token == "t1");
}

TEST_CASE("token talk: what is no token is no success, and says why", "[access]") {
    struct Case {
        std::string why;
        VisitAnswer answer;
        LoginVerdict verdict;
        std::string what;
        std::string cause;
        std::string hint;
    };

    const std::string form = R"(<form><input name="u"><input type="password" name="p"></form>)";
    const std::vector<Case> cases{
        {"a wrong password",
         answers(401, R"({"message":"Bad credentials"})"),
         LoginVerdict::refused,
         "login refused at http://test.example/api/login",
         "the server answers 401: Bad credentials",
         "user name and password"},
        {"403 of a filter",
         says(403),
         LoginVerdict::refused,
         "login refused",
         "answers 403",
         "user name and password"},
        {"a locked account",
         answers(423, "{}"),
         LoginVerdict::refused,
         "login refused",
         "answers 423",
         "user name and password"},
        {"403 that begins a session",
         answers(403, "", {{"Set-Cookie", "JSESSIONID=1"}}),
         LoginVerdict::failed,
         "login refused",
         "answers 403",
         "CSRF"},
        {"401 that hides the same",
         answers(401, "", {{"Set-Cookie", "JSESSIONID=1"}}),
         LoginVerdict::refused,
         "login refused",
         "answers 401",
         "CSRF"},
        {"other names",
         answers(400, R"({"errors":[{"field":"email","defaultMessage":"must not be blank"}]})"),
         LoginVerdict::failed,
         "failed",
         "400: email: must not be blank",
         "email="},
        {"no such place", answers(404, ""), LoginVerdict::failed, "failed", "404", "POST"},
        {"no POST", answers(405, ""), LoginVerdict::failed, "failed", "405", "POST"},
        {"no JSON", answers(415, ""), LoginVerdict::failed, "failed", "415", "leave --json away"},
        {"a bug", answers(500, ""), LoginVerdict::failed, "failed", "500", ""},
        {"a form that was not read",
         leads_to("/login?error", "JSESSIONID=2"),
         LoginVerdict::failed,
         "takes no JSON",
         "302",
         "leave --json away"},
        {"a page",
         shows("<h1>hello"),
         LoginVerdict::failed,
         "no token in the answer of http://test.example/api/login",
         "neither JSON nor a token",
         "the URL that answers a login"},
        {"the login page",
         shows(form),
         LoginVerdict::failed,
         "no token",
         "it is a login page",
         "leave --json away"},
        {"a refusal with 200",
         answers(200, R"({"success":false,"message":"Bad credentials"})"),
         LoginVerdict::refused,
         "no token",
         "it says: Bad credentials",
         ""},
        {"a cookie that is none of a session",
         answers(200, R"({"user":"bob"})", {{"Set-Cookie", "theme=1"}}),
         LoginVerdict::failed,
         "no token",
         "none under a name",
         "a session has begun"},
        {"a token of a hundred kilobytes",
         answers(200, R"({"token":")" + std::string(100'000, 'x') + R"("})"),
         LoginVerdict::failed,
         "no token",
         "longer than 64 KiB",
         ""},
        {"JSON that breaks off",
         answers(200, R"({"token":"t1)"),
         LoginVerdict::failed,
         "no token",
         "neither JSON nor a token",
         ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ended ended = talked(c.answer);
        CHECK(ended.made.size() == 1);
        CHECK(ended.verdict == c.verdict);
        CHECK(ended.error.kind() == latch::base::ErrorKind::not_signed_in);
        CHECK_THAT(ended.error.what(), Contains(c.what));
        CHECK_THAT(ended.error.cause(), Contains(c.cause));
        CHECK_THAT(ended.error.hint(), Contains(c.hint));
        CHECK(ended.token.empty());
    }
}

TEST_CASE("token talk: another session cookie is success, if the answer agrees", "[access]") {
    struct Case {
        std::string why;
        std::string before, set, after;
        std::string body;
        bool is_in;
    };

    const std::vector<Case> cases{
        {"the first one", "", "JSESSIONID=1", "JSESSIONID=1", "{}", true},
        {"another one", "JSESSIONID=0", "JSESSIONID=1", "JSESSIONID=1", "", true},
        {"the same", "JSESSIONID=1", "JSESSIONID=1", "JSESSIONID=1", "{}", false},
        {"not for the place of the login", "", "JSESSIONID=1; Path=/x", "", "{}", false},
        {"it removes one", "SESSION=0", "SESSION=; Max-Age=0", "a=b", "{}", false},
        {"it sets no other", "a=b", "c=d", "a=b; c=d", "{}", false},
        {"it speaks against", "", "JSESSIONID=1", "JSESSIONID=1", R"({"success":false})", false},
        {"it says neither", "", "JSESSIONID=1", "JSESSIONID=1", R"({"color":"red"})", false},
        {"it names the user", "", "JSESSIONID=1", "JSESSIONID=1", R"({"who":"bob"})", true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        TokenTalk talk(a_url("/api/login"), "{}", "bob");
        VisitAnswer answer = answers(200, c.body, {{"Set-Cookie", c.set}});
        answer.cookies_after = c.after;
        visit(
            talk, [&](const Visit& /*visit*/) { return answer; }, c.before
        );
        CHECK((talk.verdict() == LoginVerdict::signed_in) == c.is_in);
        CHECK(talk.token().token.empty());
        CHECK((talk.token().carrier == TokenCarrier::cookie) == c.is_in);
    }
}

TEST_CASE("token talk: user and password go under their names, and fields with them", "[access]") {
    LoginRecipe recipe;
    recipe.user = "b\"ob";
    const Secret password("p\xc3\xa4\\ss\n");
    CHECK(login_json(recipe, password).value() == R"({"username":"b\"ob","password":"pä\\ss\n"})");
    recipe.names = {.user = "email", .password = "secret"};
    recipe.fields = {{"tenant", "acme"}};
    CHECK(
        login_json(recipe, Secret("x")).value() ==
        R"({"email":"b\"ob","secret":"x","tenant":"acme"})"
    );
    recipe.fields = {{"email", "other"}};
    CHECK(login_json(recipe, Secret("x")).value() == R"({"email":"other","secret":"x"})");
    recipe.literals = {{"n", "1.50"}, {"tags", R"(["a"])"}};
    CHECK(
        login_json(recipe, Secret("x")).value() ==
        R"({"email":"other","secret":"x","n":1.50,"tags":["a"]})"
    );
    recipe.literals = {{"secret", "1234"}};
    CHECK_FALSE(login_json(recipe, Secret("x")));
    recipe.literals = {{"n", "yes"}};
    CHECK_FALSE(login_json(recipe, Secret("x")));
}

TEST_CASE("token talk: JSON has no other text than UTF-8", "[access]") {
    LoginRecipe recipe;
    recipe.user = "bob";
    const auto error = login_json(recipe, Secret("p\xe4ss")).error();
    CHECK(error.kind() == latch::base::ErrorKind::usage);
    recipe.user = "b\xf6"
                  "b";
    CHECK_FALSE(login_json(recipe, Secret("x")));
    recipe.user = "bob";
    recipe.fields = {{"a", "\xff"}};
    CHECK_FALSE(login_json(recipe, Secret("x")));
}
