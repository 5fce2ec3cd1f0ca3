// SPDX-License-Identifier: MIT
#include "support/demo_server.hpp"

#include "support/catch.hpp"

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

/// A browser with one cookie, for talking to the application without a network.
class Browser {
public:
    Response get(const std::string& target, HeaderLines headers = {}) {
        return send({.method = "GET", .target = target, .headers = std::move(headers)});
    }

    Response post(const std::string& target, const std::string& body, HeaderLines headers = {}) {
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return send(
            {.method = "POST", .target = target, .headers = std::move(headers), .body = body}
        );
    }

    /// The masked token of the login form.
    std::string token() {
        const std::string page = get("/login").body;
        const std::string before = R"(name="_csrf" type="hidden" value=")";
        const std::size_t begin = page.find(before) + before.size();
        return page.substr(begin, page.find('"', begin) - begin);
    }

    Response log_in(const std::string& password = "wonderland") {
        return post("/login", "username=alice&password=" + password + "&_csrf=" + token());
    }

    Response send(Request request) {
        request.headers.emplace_back("Host", "demo:1");
        if (!cookie.empty()) {
            request.headers.emplace_back("Cookie", "a=b; JSESSIONID=" + cookie);
        }
        Response response = application(request);
        if (const std::string* line = find_line(response.headers, "Set-Cookie")) {
            CHECK_THAT(*line, StartsWith("JSESSIONID=") && Contains("; Path=/; HttpOnly"));
            cookie = line->substr(11, 32);
        }
        return response;
    }

    std::string cookie;
    DemoApplication application;
};

std::string location(const Response& response) {
    const std::string* line = find_line(response.headers, "Location");
    return line != nullptr ? *line : "none";
}

} // namespace

TEST_CASE("demo server: the way in and out", "[support]") {
    Browser browser;
    CHECK(browser.get("/").body == "hello, whoever you are\n");
    CHECK(
        location(browser.get("/api/items", {{"Accept", "application/json"}})) ==
        "http://demo:1/login"
    );
    CHECK(browser.cookie.empty());

    const std::string masked = browser.token();
    const std::string anonymous = browser.cookie;
    CHECK(masked.size() == 96);
    CHECK(masked != browser.token());
    CHECK(unmask_csrf_token(masked) == unmask_csrf_token(browser.token()));

    const Response in = browser.log_in();
    CHECK(in.status == 302);
    CHECK(in.reason == "");
    CHECK(location(in) == "http://demo:1/");
    CHECK(browser.cookie != anonymous);
    CHECK(browser.get("/api/me").body == R"({"name":"alice","roles":["USER"]})");
    CHECK(browser.get("/").body == "hello, alice\n");
    CHECK(browser.get("/nowhere").status == 404);

    CHECK(
        location(browser.post("/logout", "_csrf=" + browser.token())) ==
        "http://demo:1/login?logout"
    );
    CHECK(browser.get("/api/me").status == 302);
}

TEST_CASE("demo server: the id from before a login is dead", "[support]") {
    Browser browser;
    browser.token();
    const std::string before = browser.cookie;
    browser.log_in();
    browser.cookie = before;
    CHECK(browser.get("/api/me").status == 302);
}

TEST_CASE("demo server: a wrong password leads back to the form", "[support]") {
    Browser browser;
    CHECK(location(browser.log_in("looking-glass")) == "http://demo:1/login?error");
    CHECK_THAT(browser.get("/login?error").body, Contains("Bad credentials"));
    CHECK(browser.get("/api/me").status == 302);
}

TEST_CASE("demo server: a login leads to the page that asked for it", "[support]") {
    Browser browser;
    browser.get("/api/items?a=1");
    CHECK(location(browser.log_in()) == "http://demo:1/api/items?a=1&continue");
}

TEST_CASE("demo server: guards what changes something", "[support]") {
    Browser browser;
    SECTION("a login without a token ends at the form, without ?error") {
        CHECK(
            location(browser.post("/login", "username=alice&password=wonderland")) ==
            "http://demo:1/login"
        );
    }
    SECTION("who is signed in sees the 403") {
        browser.log_in();
        const Response refused = browser.post("/api/items", "name=x");
        CHECK(refused.status == 403);
        CHECK_THAT(
            refused.body, Contains(R"("status":403,"error":"Forbidden","path":"/api/items")")
        );
    }
    SECTION("the field will do") {
        browser.log_in();
        const Response made = browser.post("/api/items", "name=a+%62&_csrf=" + browser.token());
        CHECK(made.status == 201);
        CHECK(made.body == R"({"id":1,"item":"a b"})");
        CHECK(browser.get("/api/items").body == R"({"count":1,"items":[{"id":1,"item":"a b"}]})");
    }
    SECTION("so will the header, which wins") {
        browser.log_in();
        const HeaderLines good{{"X-CSRF-TOKEN", browser.token()}};
        CHECK(browser.post("/api/items", "name=x&_csrf=old", good).status == 201);
        const HeaderLines bad{{"X-CSRF-TOKEN", "old"}};
        CHECK(browser.post("/api/items", "name=x&_csrf=" + browser.token(), bad).status == 403);
    }
    SECTION("the raw token will not") {
        browser.log_in();
        const auto raw = unmask_csrf_token(browser.token());
        REQUIRE(raw);
        CHECK(browser.post("/api/items", "name=x", {{"X-CSRF-TOKEN", *raw}}).status == 403);
    }
    SECTION("nor the token from before the login") {
        const std::string before = browser.token();
        browser.log_in();
        CHECK(browser.post("/api/items", "name=x", {{"X-CSRF-TOKEN", before}}).status == 403);
    }
}

TEST_CASE("demo server: gives the token as JSON", "[support]") {
    Browser browser;
    browser.log_in();
    const std::string document = browser.get("/csrf").body;
    const std::string before = R"({"parameterName":"_csrf","headerName":"X-CSRF-TOKEN","token":")";
    REQUIRE_THAT(document, StartsWith(before));
    Request request{.method = "POST", .target = "/api/items"};
    request.headers = {
        {"Content-Type", "application/json"}, {"X-CSRF-TOKEN", document.substr(before.size(), 96)}};
    request.body = R"({"a":1})";
    CHECK(browser.send(request).body == R"({"id":1,"item":{"a":1}})");
}
