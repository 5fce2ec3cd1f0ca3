// SPDX-License-Identifier: MIT
#include "app/judge.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::app;

namespace {

http::Hop
hop(std::string_view method, std::string_view url, unsigned status, std::string location = {}) {
    http::Hop hop;
    hop.request.method = method;
    hop.request.url = http::parse_url(url).value().url;
    hop.response.status = status;
    if (!location.empty()) {
        hop.response.headers.add("Location", std::move(location));
    }
    return hop;
}

} // namespace

TEST_CASE("judge: success has nothing to say", "[app]") {
    CHECK(judge({{hop("GET", "http://a/", 200)}}, {}) == Judgement{});
}

TEST_CASE("judge: an error status is named with its reason", "[app]") {
    auto last = hop("GET", "http://a/", 404);
    CHECK(judge({{last}}, {}).what == "HTTP 404");
    last.response.reason = "Not Found";
    const Judgement verdict = judge({{last}}, {});
    CHECK(verdict.exit_code == 4);
    CHECK(verdict.what == "HTTP 404 Not Found");
}

TEST_CASE("judge: a redirect is 3, but not when redirects were followed", "[app]") {
    CHECK(judge({{hop("GET", "http://a/", 302, "/x")}}, {}).exit_code == 3);
    CHECK(judge({{hop("GET", "http://a/", 302)}}, {.follow = true}).exit_code == 0);
}

TEST_CASE("judge: a redirect to a login page is not signed in, followed or not", "[app]") {
    const auto demand = hop("GET", "http://a/api", 302, "http://a/login");
    CHECK(judge({{demand}}, {}).exit_code == 7);
    CHECK(judge({{demand, hop("GET", "http://a/login", 200)}}, {.follow = true}).exit_code == 7);
}

TEST_CASE("judge: what is aside counts for nothing, wherever it is", "[app]") {
    auto lost = hop("GET", "http://a/api", 302, "http://a/login");
    auto visit = hop("GET", "http://a/login", 500);
    lost.is_aside = true;
    visit.is_aside = true;
    CHECK(judge({{lost, visit, hop("GET", "http://a/api", 200), visit}}, {}) == Judgement{});
    CHECK(judge({{lost, visit}}, {}) == Judgement{});
    CHECK(judge({{visit, hop("GET", "http://a/api", 404), lost}}, {}).exit_code == 4);
}

TEST_CASE("judge: single sign-on that comes back with what was asked for is success", "[app]") {
    const auto demand = hop("GET", "http://a/api", 302, "http://sso/login");
    const auto sso = hop("GET", "http://sso/login", 302, "http://a/api");
    const http::RedirectPolicy follow{.follow = true};
    CHECK(judge({{demand, sso, hop("GET", "http://a/api", 200)}}, follow) == Judgement{});
    CHECK(judge({{demand, sso, hop("GET", "http://a/api", 403)}}, follow).exit_code == 7);
    CHECK(judge({{demand, sso, hop("GET", "http://a/home", 200)}}, follow).exit_code == 7);
}

TEST_CASE("judge: looking at the login page on purpose is success", "[app]") {
    CHECK(judge({{hop("GET", "http://a/login", 200)}}, {}).exit_code == 0);
}

TEST_CASE("judge: a login page in the place of an answer is not signed in", "[app]") {
    http::Hop last = hop("GET", "http://a/api", 200);
    last.request.headers = {{"Accept", "application/json"}};
    last.response.headers = {{"Content-Type", "text/html"}};
    const std::string_view page = "<form><input type=password name=p></form>";
    const Judgement verdict = judge({{last}}, {}, {}, {page, true});
    CHECK(verdict.exit_code == 7);
    CHECK(verdict.what == "not signed in: the answer is a login page");
    CHECK_FALSE(verdict.hint.empty());
    CHECK(judge({{last}}, {}, {}, {"<p>hello</p>", true}).exit_code == 0);
}

TEST_CASE("judge: an error is explained by its head and its body", "[app]") {
    http::Hop last = hop("DELETE", "http://a/api", 405);
    last.response.headers = {{"Allow", "GET"}, {"Content-Type", "application/problem+json"}};
    const std::string_view body = R"({"title":"Not here"})";
    const Judgement expected{
        4, "HTTP 405", "Not here", "DELETE is not for this URL, which takes GET"};
    CHECK(judge({{last}}, {}, {}, {body, true}) == expected);
}

TEST_CASE("judge: a refusal that may be about CSRF is explained by that first", "[app]") {
    http::Hop last = hop("POST", "http://a//api", 401);
    CHECK_THAT(judge({{last}}, {}).hint, Catch::Matchers::Contains("CSRF"));
    last.request.method = "GET";
    CHECK_THAT(judge({{last}}, {}).hint, Catch::Matchers::Contains("one slash"));
}

TEST_CASE(
    "judge: a login page behind http, where https was asked for, tells of the proxy", "[app]"
) {
    const Judgement verdict = judge({{hop("GET", "https://a/api", 302, "http://a/login")}}, {});
    CHECK(verdict.exit_code == 7);
    CHECK_THAT(verdict.hint, Catch::Matchers::Contains("server.forward-headers-strategy"));
    const Judgement moved = judge({{hop("GET", "https://a/api", 302, "http://a/x")}}, {});
    CHECK(moved.exit_code == 3);
    CHECK(moved.hint == verdict.hint);
}

TEST_CASE("judge: a refusal is told by what became of its CSRF token", "[app]") {
    using access::CsrfVerdict;

    struct Case {
        std::string_view why;
        CsrfVerdict verdict;
        unsigned status;
        int exit_code;
        std::string what, hint;
    };

    const std::vector<Case> cases{
        {"right, and refused",
         CsrfVerdict::forbidden,
         403,
         4,
         "HTTP 403: forbidden (not CSRF)",
         "the token is the server's own: this user may not do that"},
        {"none found, and perhaps none wanted",
         CsrfVerdict::no_token,
         403,
         4,
         "HTTP 403",
         "no CSRF token at /login, /csrf; --csrf-url says where there is one"},
        {"wanted, and none is right",
         CsrfVerdict::not_satisfied,
         419,
         7,
         "HTTP 419: CSRF token refused",
         "looked at /login, /csrf; --csrf-url says where there is one, --csrf-token gives one"},
        {"another one would have needed the body again",
         CsrfVerdict::cannot_repeat,
         403,
         4,
         "HTTP 403",
         "a CSRF token may be missing, and the body cannot be sent again: give it as a file"},
        {"accepted before an error of another kind", CsrfVerdict::accepted, 404, 4, "HTTP 404", ""},
        {"no success is one less for it", CsrfVerdict::forbidden, 200, 0, "", ""},
        {"nor an error of the server", CsrfVerdict::forbidden, 500, 5, "HTTP 500", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        client::CsrfOutcome csrf;
        csrf.verdict = c.verdict;
        csrf.places = "/login, /csrf";
        const Judgement verdict = judge({{hop("POST", "http://a/", c.status)}}, {}, csrf);
        CHECK(verdict == Judgement{c.exit_code, c.what, "", c.hint});
    }
}

TEST_CASE("judge: a new login that failed says why, and that is exit 7", "[app]") {
    const base::Error refused = base::Error(base::ErrorKind::not_signed_in, "login refused")
                                    .because("bad credentials")
                                    .hinting("look at user name and password");
    const Judgement lost{.exit_code = 7, .what = "not signed in", .words = "w", .hint = "log in"};
    CHECK(
        with_renewal(lost, {.summary = {}, .error = refused}) ==
        Judgement{
            .exit_code = 7,
            .what = "not signed in; login refused: bad credentials",
            .words = {},
            .hint = "look at user name and password"}
    );
    const client::RenewalOutcome of_bare{
        .summary = {}, .error = base::Error(base::ErrorKind::file, "cannot lock it")};
    CHECK(with_renewal(lost, of_bare).hint == "log in");
    CHECK(with_renewal({}, of_bare).what == "cannot lock it");
    CHECK(with_renewal({}, of_bare).exit_code == 7);
}

TEST_CASE("judge: a new login that was of no use is told", "[app]") {
    const client::RenewalOutcome again{
        .summary = "signed in again at http://a as bob", .error = std::nullopt};
    const Judgement lost{.exit_code = 7, .what = "not signed in", .words = {}, .hint = "log in"};
    CHECK(
        with_renewal(lost, again).hint ==
        "signed in again at http://a as bob, which the server does not accept for this request"
    );
    CHECK(with_renewal({}, again) == Judgement{});
    CHECK(with_renewal(lost, {}) == lost);
}
