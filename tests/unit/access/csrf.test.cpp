// SPDX-License-Identifier: MIT
#include "latch/access/csrf.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::http::Cookie;
using latch::http::Header;
using latch::http::Headers;

namespace {

const std::string uuid = "6f9d1c3e-0b0a-4d0e-9a53-2f3d6a0f1b77";

Cookie cookie(std::string name, std::string value) {
    Cookie made;
    made.name = std::move(name);
    made.value = std::move(value);
    made.domain = "app.test";
    return made;
}

} // namespace

TEST_CASE("csrf: the XSRF-TOKEN cookie goes back as X-XSRF-TOKEN by method", "[access]") {
    const Cookie token = cookie("XSRF-TOKEN", uuid);
    const std::vector<const Cookie*> cookies{&token};
    for (const std::string_view method : {"POST", "PUT", "PATCH", "DELETE", "PURGE"}) {
        INFO(method);
        CHECK(csrf_header(method, cookies, {}) == Header{"X-XSRF-TOKEN", uuid});
    }
    for (const std::string_view method : {"GET", "HEAD", "OPTIONS", "TRACE"}) {
        INFO(method);
        CHECK_FALSE(csrf_header(method, cookies, {}));
    }
}

TEST_CASE("csrf: the header holds what the cookie means", "[access]") {
    struct Case {
        std::string_view why;
        std::string name, value;
        std::optional<std::string> sent;
    };

    const std::vector<Case> cases{
        {"Spring's UUID as it is", "XSRF-TOKEN", uuid, uuid},
        {"Laravel escapes its padding", "XSRF-TOKEN", "eyJpdiI6%3D%3D", "eyJpdiI6=="},
        {"a percent sign that escapes nothing stays", "XSRF-TOKEN", "10%", "10%"},
        {"escaped line ends must not split the request",
         "XSRF-TOKEN",
         "a%0d%0aHost: evil",
         std::nullopt},
        {"an escaped NUL neither", "XSRF-TOKEN", "a%00", std::nullopt},
        {"an empty cookie is no token", "XSRF-TOKEN", "", std::nullopt},
        {"cookie names are case-sensitive", "xsrf-token", uuid, std::nullopt},
        {"Django's cookie is not answered yet", "csrftoken", "x", std::nullopt},
        {"other cookies are no tokens", "JSESSIONID", "x", std::nullopt},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Cookie only = cookie(c.name, c.value);
        const auto header = csrf_header("POST", {&only}, {});
        CHECK((header ? std::optional(header->value) : std::nullopt) == c.sent);
    }
}

TEST_CASE("csrf: the first of several cookies counts, which has the longest path", "[access]") {
    const Cookie session = cookie("JSESSIONID", "s");
    const Cookie near = cookie("XSRF-TOKEN", "near");
    const Cookie far = cookie("XSRF-TOKEN", "far");
    CHECK(csrf_header("POST", {&session, &near, &far}, {}) == Header{"X-XSRF-TOKEN", "near"});
}

TEST_CASE("csrf: what the user says is never second-guessed", "[access]") {
    const Cookie token = cookie("XSRF-TOKEN", uuid);
    CHECK_FALSE(csrf_header("POST", {&token}, {{"X-CSRF-TOKEN", "abc"}}));
    CHECK_FALSE(csrf_header("POST", {&token}, {{"x-xsrf-token", ""}}));
    CHECK(csrf_header("POST", {&token}, {{"X-Tenant", "acme"}}));
    CHECK_FALSE(csrf_header("POST", {}, {}));
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
