// SPDX-License-Identifier: MIT
#include "latch/access/lost_body.hpp"

#include "support/catch.hpp"

#include "latch/access/page.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace latch::access;
using latch::base::ErrorKind;
using latch::http::Hop;

namespace {

const std::string sentence =
    "This session has been expired (possibly due to multiple concurrent logins being attempted as "
    "the same user).";
const std::string login_form = R"(<!DOCTYPE html><form method="post" action="/login">)"
                               R"(<input name="username"><input type="PASSWORD" name="password">)"
                               "</form>";
const std::string change_form = R"(<form method="post"><input type="password" name="old">)"
                                R"(<input type="password" name="new"></form>)";

struct Answer {
    std::string type = "text/html;charset=UTF-8"; ///< "none": no such field
    std::string accept = "application/json";      ///< the same
    unsigned status = 200;
    std::string method = "GET";
    std::string path = "/api/me";
    std::string more = {}; ///< another field of the request
    std::string length = {};
};

Hop hop(const Answer& is) {
    Hop made;
    made.request.method = is.method;
    made.request.url.host = "h";
    made.request.url.path = is.path;
    if (is.accept != "none") {
        made.request.headers.add("Accept", is.accept);
    }
    if (!is.more.empty()) {
        made.request.headers.add(is.more, "x");
    }
    made.response.status = is.status;
    if (is.type != "none") {
        made.response.headers.add("Content-Type", is.type);
    }
    if (!is.length.empty()) {
        made.response.headers.add("Content-Length", is.length);
    }
    return made;
}

} // namespace

TEST_CASE("lost body: the head tells whether the body is worth a look", "[access]") {
    using enum BodyClue;

    struct Case {
        std::string_view why;
        Answer answer;
        BodyClue clue;
    };

    const std::vector<Case> cases{
        {"Spring writes its sentence without a type", {.type = "none"}, expired_sentence},
        {"or somebody adds one", {.type = "text/plain;charset=UTF-8"}, expired_sentence},
        {"of the right length", {.type = "text/plain", .length = "109"}, expired_sentence},
        {"a long text is another", {.type = "text/plain", .length = "5000"}, none},
        {"JSON is what was asked for", {.type = "application/json"}, none},
        {"a file", {.type = "application/octet-stream"}, none},
        {"a type that is none", {.type = "plain"}, none},
        {"an error may be explained by a page", {.status = 401}, error},
        {"or by JSON", {.type = "application/problem+json", .status = 500}, error},
        {"not by a text", {.type = "text/plain", .status = 500}, none},
        {"nor by what nobody names", {.type = "none", .status = 400}, none},
        {"nor without a body", {.status = 404, .method = "HEAD"}, none},
        {"so has 201", {.status = 201}, none},
        {"HEAD has no body", {.method = "HEAD"}, none},
        {"a page for JSON", {}, password_form},
        {"XHTML too", {.type = "application/xhtml+xml"}, password_form},
        {"what HTTPie sends for JSON", {.accept = "application/json, */*;q=0.5"}, password_form},
        {"a page that was asked for", {.accept = "text/html"}, none},
        {"among others", {.accept = "application/json;q=0.5, text/HTML"}, none},
        {"any text", {.accept = "text/*"}, none},
        {"whoever takes anything and is nobody", {.accept = "*/*"}, none},
        {"the same without Accept", {.accept = "none"}, none},
        {"with a cookie he is somebody", {.accept = "*/*", .more = "Cookie"}, login_form},
        {"or with credentials", {.accept = "none", .more = "Authorization"}, login_form},
        {"a look at the login page",
         {.accept = "*/*", .path = "/shop/Login", .more = "Cookie"},
         none},
        {"by another name", {.accept = "*/*", .path = "/user/sign-in/", .more = "Cookie"}, none},
        {"a look at it by a client for JSON", {.path = "/login"}, none},
        {"but the answer to a login is none",
         {.accept = "*/*", .method = "POST", .path = "/login", .more = "Cookie"},
         login_form},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Hop answered = hop(c.answer);
        CHECK(clue_in(answered, answered.request.url) == c.clue);
    }
}

TEST_CASE("lost body: a login page that a redirect led to was not looked for", "[access]") {
    const Hop answered = hop({.accept = "*/*", .path = "/signin", .more = "Cookie"});
    CHECK(clue_in(answered, answered.request.url) == BodyClue::none);
    CHECK(clue_in(answered, hop({}).request.url) == BodyClue::login_form);
}

TEST_CASE("lost body: what has come says it, may yet say it, or does not", "[access]") {
    using enum BodyClue;
    constexpr bool more_to_come = false;
    constexpr bool whole = true;

    struct Case {
        std::string_view why;
        BodyClue clue;
        std::string text;
        bool is_whole;
        Suspicion suspicion;
    };

    const std::vector<Case> cases{
        {"the sentence", expired_sentence, sentence, whole, Suspicion::expired},
        {"in a line", expired_sentence, sentence + "\r\n", whole, Suspicion::expired},
        {"quoted by something longer",
         expired_sentence,
         sentence + " is what it says",
         whole,
         Suspicion::unfounded},
        {"behind something", expired_sentence, "x " + sentence, whole, Suspicion::unfounded},
        {"nothing yet", expired_sentence, "", more_to_come, Suspicion::open},
        {"nothing at all", expired_sentence, "", whole, Suspicion::unfounded},
        {"half of it", expired_sentence, sentence.substr(0, 40), more_to_come, Suspicion::open},
        {"no more than half",
         expired_sentence,
         sentence.substr(0, 40),
         whole,
         Suspicion::unfounded},
        {"all of it, and perhaps more", expired_sentence, sentence, more_to_come, Suspicion::open},
        {"the first byte of something else",
         expired_sentence,
         "O",
         more_to_come,
         Suspicion::unfounded},
        {"blanks without end",
         expired_sentence,
         std::string(600, ' '),
         more_to_come,
         Suspicion::unfounded},
        {"a login page", login_form, ::login_form, whole, Suspicion::login_page},
        {"half of one", login_form, ::login_form, more_to_come, Suspicion::open},
        {"as much as is read of one",
         login_form,
         ::login_form + std::string(page_limit.count, ' '),
         more_to_come,
         Suspicion::login_page},
        {"a page without forms", login_form, "<p>password</p>", whole, Suspicion::unfounded},
        {"a field in a comment",
         login_form,
         "<form><!-- <input type=password name=p> --></form>",
         whole,
         Suspicion::unfounded},
        {"a page to change a password", login_form, change_form, whole, Suspicion::unfounded},
        {"which is no JSON either", password_form, change_form, whole, Suspicion::login_page},
        {"the form of a container",
         container_form,
         "<form action='../j_security_check;jsessionid=1'><input type=password name=j_password>",
         whole,
         Suspicion::login_page},
        {"of an application, where only that one counts",
         container_form,
         ::login_form,
         whole,
         Suspicion::unfounded},
        {"an error is no success", error, ::login_form, whole, Suspicion::unfounded},
        {"nothing is looked for", none, sentence, whole, Suspicion::unfounded},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(suspicion(c.clue, {c.text, c.is_whole}) == c.suspicion);
    }
}

TEST_CASE("lost body: the error names the cause", "[access]") {
    const auto expired = signed_out(Suspicion::expired);
    REQUIRE(expired);
    CHECK(expired->kind() == ErrorKind::not_signed_in);
    CHECK(expired->what() == "signed out: another login has ended this session");
    CHECK(expired->hint().find("maximumSessions") != std::string::npos);
    const auto page = signed_out(Suspicion::login_page);
    REQUIRE(page);
    CHECK(page->kind() == ErrorKind::not_signed_in);
    CHECK(page->what() == "not signed in: the answer is a login page");
    CHECK_FALSE(signed_out(Suspicion::open));
    CHECK_FALSE(signed_out(Suspicion::unfounded));
}
