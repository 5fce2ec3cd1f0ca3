// SPDX-License-Identifier: MIT
#include "latch/access/csrf_offer.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using namespace latch::test;

namespace {

struct Case {
    std::string_view why;
    std::string_view body;
    std::optional<CsrfOffer> offer;
};

/// What the page /pages/new has for `request`.
std::optional<CsrfOffer> offered(
    const ResponseBuilder& answer,
    std::string_view body,
    const RequestBuilder& request = a_request().post("/items", "")
) {
    return csrf_offer(answer.answering(a_request().get("/pages/new")), body, request.prepared());
}

void check_all(const std::string& type, const std::vector<Case>& cases) {
    const auto answer = a_response(200).header("Content-Type", type);
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(offered(answer, c.body) == c.offer);
    }
}

} // namespace

TEST_CASE("csrf offer: a page's meta data or hidden field by framework", "[access]") {
    check_all(
        "text/html;charset=UTF-8",
        {
            {"Spring's meta data say the header",
             R"(<meta name="_csrf" content="t"><meta name="_csrf_header" content="X-MY-CSRF">)",
             CsrfOffer{"t", "X-MY-CSRF"}},
            {"or do not", R"(<meta name="_csrf" content="t">)", CsrfOffer{"t", "X-CSRF-TOKEN"}},
            {"Spring's login page",
             R"(<form><input name="_csrf" type="hidden" value="t"/></form>)",
             CsrfOffer{"t", "X-CSRF-TOKEN"}},
            {"Rails and Laravel",
             R"(<meta name="csrf-param" content="authenticity_token"/>)"
             R"(<meta name="csrf-token" content="a&#43;b=="/>)",
             CsrfOffer{"a+b==", "X-CSRF-Token"}},
            {"Rails' forms",
             "<form><input type=hidden name=authenticity_token value=t>",
             CsrfOffer{"t", "X-CSRF-Token", CsrfReach::other_form}},
            {"Laravel's forms",
             "<form><input type=hidden name=_token value=t>",
             CsrfOffer{"t", "X-CSRF-TOKEN"}},
            {"Django",
             "<form><input type='hidden' name='csrfmiddlewaretoken' value='t'>",
             CsrfOffer{"t", "X-CSRFToken"}},
            {"Flask-WTF",
             "<form><input id=csrf_token name=csrf_token type=hidden value=t>",
             CsrfOffer{"t", "X-CSRFToken"}},
            {"ASP.NET",
             "<form><input name=__RequestVerificationToken type=hidden value=t>",
             CsrfOffer{"t", "RequestVerificationToken"}},
            {"meta data count before forms",
             "<form><input name=_csrf value=form></form><meta name=_csrf content=meta>",
             CsrfOffer{"meta", "X-CSRF-TOKEN"}},
            {"the first form that has one counts",
             "<form><input name=q></form><form><input name=_csrf value=a></form>"
             "<form><input name=_csrf value=b></form>",
             CsrfOffer{"a", "X-CSRF-TOKEN"}},
            {"an empty value is none", "<meta name=_csrf content><form><input name=_csrf>", {}},
            {"a page without", "<form><input name=q value=t></form>", {}},
            {"JSON is not looked for in a page", R"({"crumb":"t"})", {}},
            {"a page has no say in Host",
             R"(<meta name="_csrf" content="t"><meta name="_csrf_header" content="Host">)",
             {}},
            {"nor may it end the header",
             "<meta name=_csrf content=\"t&#13;&#10;Host: evil\">",
             {}},
        }
    );
}

TEST_CASE("csrf offer: JSON by shape", "[access]") {
    check_all(
        "application/json",
        {
            {"Spring's CsrfToken",
             R"({"token":"t","headerName":"X-XSRF-TOKEN","parameterName":"_csrf"})",
             CsrfOffer{"t", "X-XSRF-TOKEN"}},
            {"Jenkins",
             R"({"_class":"…","crumb":"t","crumbRequestField":"Jenkins-Crumb"})",
             CsrfOffer{"t", "Jenkins-Crumb"}},
            {"Jenkins before version 2",
             R"({"crumb":"t","crumbRequestField":".crumb"})",
             CsrfOffer{"t", ".crumb"}},
            {"Express", R"({"csrfToken":"t"})", CsrfOffer{"t", "X-CSRF-Token"}},
            {"a token alone is one to sign in with", R"({"token":"t"})", {}},
            {"a header that is none for tokens", R"({"token":"t","headerName":"Cookie"})", {}},
            {"a number", R"({"csrfToken":5})", {}},
            {"a list", R"(["csrfToken"])", {}},
            {"no JSON", "csrfToken", {}},
            {"nothing", "", {}},
        }
    );
}

TEST_CASE("csrf offer: a header of the answer counts first", "[access]") {
    struct Row {
        std::string_view why;
        std::string value;
        std::optional<CsrfOffer> offer;
    };

    const std::vector<Row> rows{
        {"Tomcat's and SAP's answer to Fetch", "0A1B", CsrfOffer{"0A1B", "X-CSRF-Token"}},
        {"a refusal", "Required", {}},
        {"an echo", "fetch", {}},
        {"empty", "", {}},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK(offered(a_response(200).header("X-CSRF-Token", row.value), "") == row.offer);
    }
}

TEST_CASE("csrf offer: a token of Rails' is that of the form which sends the request", "[access]") {
    struct Row {
        std::string_view why;
        RequestBuilder request;
        CsrfOffer offer;
    };

    const std::string page = R"(
        <form action="/search" method="post"><input name="authenticity_token" value="search"></form>
        <form action="../items" method="post"><input name="authenticity_token" value="new"></form>
        <form action="http://test.example/items/5/" method="post">
          <input name="_method" value="patch"><input name="authenticity_token" value="change"></form>
        <form action="http://other.example/away" method="post">
          <input name="authenticity_token" value="away"></form>
        <form method="post"><input name="authenticity_token" value="here"></form>)";
    const auto form = [](const std::string& token) {
        return CsrfOffer{token, "X-CSRF-Token", CsrfReach::request};
    };
    const CsrfOffer other{"search", "X-CSRF-Token", CsrfReach::other_form};
    const std::vector<Row> rows{
        {"by its action", a_request().post("/items?page=2", ""), form("new")},
        {"and the method that a field says",
         a_request().method("PATCH", "/items/5"),
         form("change")},
        {"which is no POST", a_request().post("/items/5", ""), other},
        {"without an action, that of the page", a_request().post("/pages/new", ""), form("here")},
        {"no form sends it", a_request().method("DELETE", "/items"), other},
        {"a form of another server does not", a_request().post("/away", ""), other},
    };
    const auto answer = a_response(200).header("Content-Type", "text/html");
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK(offered(answer, page, row.request) == row.offer);
    }
    const std::string with_meta = page + R"(<meta name="csrf-token" content="all">)";
    CHECK(offered(answer, with_meta) == CsrfOffer{"all", "X-CSRF-Token"});
}
