// SPDX-License-Identifier: MIT
#include "latch/access/csrf.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace latch::access;
using latch::http::Cookie;
using latch::http::Headers;

namespace {

Cookie cookie(std::string name, std::string path) {
    Cookie made;
    made.name = std::move(name);
    made.path = std::move(path);
    made.domain = "app.test";
    return made;
}

} // namespace

TEST_CASE("csrf: the application is where its cookies belong", "[access]") {
    struct Case {
        std::string_view why;
        std::vector<Cookie> cookies;
        std::string path;
    };

    const std::vector<Case> cases{
        {"Tomcat's", {cookie("JSESSIONID", "/shop")}, "/shop"},
        {"a slash in the end is not part of it", {cookie("SESSION", "/shop/")}, "/shop"},
        {"the root", {cookie("sessionid", "/")}, "/"},
        {"a token's cookie says it too", {cookie("XSRF-TOKEN", "/app")}, "/app"},
        {"other cookies do not", {cookie("refresh", "/api/auth"), cookie("JSESSIONID", "/")}, "/"},
        {"the nearest counts",
         {cookie("JSESSIONID", "/shop/admin"), cookie("JSESSIONID", "/shop")},
         "/shop/admin"},
        {"a cookie without a name", {cookie("", "/x")}, "/"},
        {"none", {}, "/"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        std::vector<const Cookie*> sent;
        for (const Cookie& each : c.cookies) {
            sent.push_back(&each);
        }
        CHECK(application_path(sent) == c.path);
    }
}

TEST_CASE("csrf: a bearer token and safe methods are exempt", "[access]") {
    latch::http::PreparedRequest request;
    request.method = "GET";
    CHECK(is_exempt_from_csrf(request));
    request.method = "POST";
    CHECK_FALSE(is_exempt_from_csrf(request));
    request.headers.add("Authorization", "Basic eDp5");
    CHECK_FALSE(is_exempt_from_csrf(request));
    request.headers.set("Authorization", "bearer x");
    CHECK(is_exempt_from_csrf(request));
}

TEST_CASE("csrf: a form's own field is found where servers look for it", "[access]") {
    using latch::http::Body;
    using latch::http::BytesBody;

    struct Case {
        std::string_view why, query;
        Body body;
        bool found;
    };

    const std::vector<Case> cases{
        {"first in a form", "", BytesBody{"_csrf=x&a=b"}, true},
        {"later in a form", "", BytesBody{"a=b&_csrf=x"}, true},
        {"in the query", "a=b&_csrf=x", {}, true},
        {"Django's", "", BytesBody{"csrfmiddlewaretoken=x"}, true},
        {"Rails'", "", BytesBody{"a=b&authenticity_token=x"}, true},
        {"Laravel's", "", BytesBody{"_token=x&a=b"}, true},
        {"a name without a value", "_csrf", BytesBody{"&&=x&"}, false},
        {"nowhere", "a=b", BytesBody{"c=d"}, false},
        {"no body at all", "", {}, false},
        {"another name that ends like it", "my_csrf=x", BytesBody{"a=b&my_csrf=x"}, false},
        {"a member of JSON, which Spring does not read", "", BytesBody{R"({"_csrf":"x"})"}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(carries_csrf_field(c.query, c.body) == c.found);
    }
}

TEST_CASE("csrf: the names in use are known, in any case", "[access]") {
    for (const std::string name :
         {"X-CSRF-TOKEN",
          "x-csrf-token",
          "X-XSRF-TOKEN",
          "X-CSRFToken",
          "CSRF-Token",
          "RequestVerificationToken",
          "Jenkins-Crumb",
          ".crumb",
          "DSPACE-XSRF-TOKEN"}) {
        INFO(name);
        CHECK(carries_csrf_header(Headers{{"Accept", "*/*"}, {name, "x"}}));
    }
    CHECK_FALSE(carries_csrf_header({}));
    CHECK_FALSE(carries_csrf_header({{"X-Auth-Token", "x"}, {"Authorization", "Bearer x"}}));
}
