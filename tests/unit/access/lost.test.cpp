// SPDX-License-Identifier: MIT
#include "latch/access/lost.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::base::ErrorKind;
using latch::http::BytesBody;
using latch::http::Hop;

namespace {

/// A hop of `method` for a path at http://h, answered with `status` and, if any, a Location.
Hop hop(std::string method, std::string_view path, unsigned status, std::string location = {}) {
    Hop made;
    made.request.method = std::move(method);
    made.request.url.host = "h";
    const auto mark = path.find('?');
    made.request.url.path = path.substr(0, mark);
    made.request.url.has_query = mark != std::string_view::npos;
    made.request.url.query = made.request.url.has_query ? path.substr(mark + 1) : "";
    made.response.status = status;
    if (!location.empty()) {
        made.response.headers.add("Location", std::move(location));
    }
    return made;
}

struct Row {
    std::string_view why;
    std::string method;
    std::string_view path;
    unsigned status;
    std::string location;
};

} // namespace

TEST_CASE("lost: a redirect to a login page means not signed in", "[access]") {
    const std::vector<Row> rows{
        {"Spring's entry point, absolute", "GET", "/api/me", 302, "http://h/login"},
        {"Spring 7's, relative", "GET", "/api/me", 302, "/login"},
        {"a context path", "GET", "/shop/api", 302, "/shop/login"},
        {"relative to the request", "GET", "/api/me", 302, "login"},
        {"303", "GET", "/api/me", 303, "/login"},
        {"307, as middlewares of single-page applications have it", "GET", "/", 307, "/login"},
        {"an unsafe method", "POST", "/api/items", 302, "/login"},
        {"a parameter of an application without cookies",
         "GET",
         "/api",
         302,
         "/login;jsessionid=0A1B"},
        {"a slash behind and a way back, as Django has it", "GET", "/", 302, "/login/?next=/"},
        {"a login server of its own", "GET", "/", 302, "https://sso.test/cas/login?service=x"},
        {"OAuth 2", "GET", "/", 302, "http://h/oauth2/authorization/google"},
        {"SAML 2", "GET", "/", 302, "/saml2/authenticate/okta"},
        {"from the login page to OAuth 2", "GET", "/login", 302, "/oauth2/authorization/google"},
        {"Spring's expiredUrl, as people call it", "GET", "/", 302, "http://h/session-expired"},
        {"its invalidSessionUrl", "GET", "/api", 302, "/shop/invalidSession?x"},
        {"a page below", "POST", "/api", 302, "/session/timeout;jsessionid=0A"},
        {"a key that only looks like logout", "GET", "/", 302, "/login?logout_at=5"},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        const auto demand = sign_in_demanded(hop(row.method, row.path, row.status, row.location));
        REQUIRE(demand.has_value());
        CHECK(demand->kind() == ErrorKind::not_signed_in);
        CHECK(demand->what().starts_with("not signed in"));
        CHECK_FALSE(demand->hint().empty());
    }
}

TEST_CASE("lost: a login that leads back to its page was refused", "[access]") {
    const std::vector<Row> rows{
        {"bad credentials", "POST", "/login", 302, "http://h/login?error"},
        {"bad credentials, relative", "POST", "/login", 302, "/login?error"},
        {"with a value", "POST", "/login", 302, "/login?error=true"},
        {"among other keys", "POST", "/login", 302, "/login?lang=de&error"},
        {"a context path", "POST", "/shop/login", 302, "/shop/login?error"},
        {"another processing URL", "POST", "/j_spring_security_check", 302, "/login?error"},
        {"no CSRF token: back without a word", "POST", "/login", 302, "/login"},
        {"the same by 303", "POST", "/login", 303, "http://h/login"},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        const auto demand = sign_in_demanded(hop(row.method, row.path, row.status, row.location));
        REQUIRE(demand.has_value());
        CHECK(demand->kind() == ErrorKind::not_signed_in);
        CHECK(demand->what().starts_with("login refused"));
        CHECK_FALSE(demand->hint().empty());
    }
}

TEST_CASE("lost: other answers say nothing about being signed in", "[access]") {
    const std::vector<Row> rows{
        {"a successful login goes home", "POST", "/login", 302, "http://h/"},
        {"or to the saved request", "POST", "/login", 302, "/api/me?continue"},
        {"or to a failed one", "POST", "/login", 302, "/error?continue"},
        {"logged out", "POST", "/logout", 302, "/login?logout"},
        {"logged out, absolute", "POST", "/shop/logout", 302, "http://h/shop/login?logout"},
        {"logged out by another path", "POST", "/signout", 302, "/login?logout"},
        {"the same with a value", "POST", "/signout", 302, "/login?logout=true"},
        {"logged out to a page of the application's own", "POST", "/logout", 302, "/login"},
        {"elsewhere", "GET", "/old", 302, "/new"},
        {"a name that only ends so", "GET", "/", 302, "/relogin"},
        {"the word in a query", "GET", "/", 302, "/new?from=/login"},
        {"what has expired is no session", "GET", "/", 302, "/offers/expired"},
        {"an expired session's own page", "GET", "/session-expired", 302, "/session-expired?"},
        {"a file below", "GET", "/", 302, "/login/help"},
        {"a person looks at the login page", "GET", "/login", 200, ""},
        {"which tidies its query", "GET", "/login?x=1", 302, "/login"},
        {"or its slash", "GET", "/login", 301, "/login/"},
        {"or moves to https", "GET", "/login", 301, "https://h/login"},
        {"a login that is sent to https is not judged yet",
         "POST",
         "/login",
         302,
         "https://h/login"},
        {"nor one that keeps its method", "POST", "/login", 307, "/login/"},
        {"a Location without a redirect", "POST", "/users", 201, "/login"},
        {"304 is no redirect", "GET", "/api", 304, "/login"},
        {"a redirect without Location", "GET", "/api", 302, ""},
        {"a Location that is no URL", "GET", "/api", 302, "http://[/login"},
        {"a scheme of its own", "GET", "/api", 302, "app:/login"},
        {"401 has an exit code of its own", "GET", "/api", 401, ""},
        {"403 too", "GET", "/api", 403, ""},
        {"a Location on 401", "GET", "/api", 401, "/login"},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK_FALSE(
            sign_in_demanded(hop(row.method, row.path, row.status, row.location)).has_value()
        );
    }
}

TEST_CASE("lost: the place is named without query and parameters", "[access]") {
    const auto demand =
        sign_in_demanded(hop("GET", "/api", 302, "/login;jsessionid=SECRET?token=SECRET"));
    REQUIRE(demand.has_value());
    CHECK(demand->what() == "not signed in: the answer leads to http://h/login");
    CHECK(demand->hint().find("SECRET") == std::string::npos);
}

TEST_CASE("lost: a refusal that may hide a missing CSRF token is explained", "[access]") {
    const std::vector<Row> rows{
        {"403 says it", "POST", "/api/items", 403, ""},
        {"401 hides it when Basic is on", "POST", "/login", 401, ""},
        {"302 hides it when only form login is on", "POST", "/login", 302, "/login"},
        {"the same for an application's own POST", "DELETE", "/api/items/1", 302, "/login"},
        {"PUT", "PUT", "/api/items/1", 403, ""},
        {"PATCH", "PATCH", "/api/items/1", 403, ""},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        const std::string hint = refusal_hint(hop(row.method, row.path, row.status, row.location));
        for (const std::string_view named : {"CSRF", "_csrf", "X-CSRF-TOKEN", "X-XSRF-TOKEN"}) {
            CHECK(hint.find(named) != std::string::npos);
        }
        CHECK(hint.find('\n') == std::string::npos);
    }
    CHECK(
        sign_in_demanded(hop("POST", "/login", 302, "/login"))->hint() ==
        refusal_hint(hop("POST", "/login", 302, "/login"))
    );
}

TEST_CASE("lost: a refusal that cannot be about CSRF gets no hint", "[access]") {
    const std::vector<Row> rows{
        {"GET is never checked", "GET", "/api", 403, ""},
        {"HEAD neither", "HEAD", "/api", 401, ""},
        {"OPTIONS neither", "OPTIONS", "/api", 302, "/login"},
        {"not a refusal", "POST", "/api", 200, ""},
        {"not this refusal", "POST", "/api", 404, ""},
        {"a redirect elsewhere", "POST", "/api", 302, "/api/1"},
        {"the token came in the query", "POST", "/api?_csrf=x", 403, ""},
        {"the token came in the query, second", "POST", "/api?a=b&_csrf=x", 403, ""},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK(refusal_hint(hop(row.method, row.path, row.status, row.location)).empty());
    }
}

TEST_CASE("lost: a request that carried a token or needs none gets no hint", "[access]") {
    Hop refused = hop("POST", "/api", 403);
    CHECK_FALSE(refusal_hint(refused).empty());

    SECTION("a header") {
        refused.request.headers = {{"x-csrf-token", "x"}};
        CHECK(refusal_hint(refused).empty());
    }
    SECTION("a form field") {
        refused.request.body = BytesBody{"_csrf=x&username=u"};
        CHECK(refusal_hint(refused).empty());
        refused.request.body = BytesBody{"username=u&_csrf=x"};
        CHECK(refusal_hint(refused).empty());
    }
    SECTION("a field that only ends so") {
        refused.request.body = BytesBody{"my_csrf=x"};
        CHECK_FALSE(refusal_hint(refused).empty());
    }
    SECTION("a bearer token exempts") {
        refused.request.headers = {{"Authorization", "bearer x"}};
        CHECK(refusal_hint(refused).empty());
    }
    SECTION("Basic does not") {
        refused.request.headers = {{"Authorization", "Basic x"}};
        CHECK_FALSE(refusal_hint(refused).empty());
    }
}

TEST_CASE("lost: an exchange has come back with a success for what was asked", "[access]") {
    const Hop asked = hop("GET", "/api?x=1", 302, "/login");
    CHECK(has_come_back(asked.request, hop("GET", "/api?x=1", 200)));
    CHECK(has_come_back(asked.request, hop("GET", "/api?x=1", 204)));
    CHECK_FALSE(has_come_back(asked.request, hop("GET", "/api?x=1", 403)));
    CHECK_FALSE(has_come_back(asked.request, hop("GET", "/api?x=1", 302)));
    CHECK_FALSE(has_come_back(asked.request, hop("GET", "/api?x=2", 200)));
    CHECK_FALSE(has_come_back(asked.request, hop("GET", "/login", 200)));
    CHECK_FALSE(has_come_back(asked.request, hop("POST", "/api?x=1", 200)));
    Hop elsewhere = hop("GET", "/api?x=1", 200);
    elsewhere.request.url.host = "other";
    CHECK_FALSE(has_come_back(asked.request, elsewhere));
}
