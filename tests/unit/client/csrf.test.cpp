// SPDX-License-Identifier: MIT
#include "latch/client/csrf.hpp"

#include "support/catch.hpp"

#include "latch/access/csrf.hpp"
#include "latch/client/prepare.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using namespace latch::client;

namespace {

const base::Clock::time_point now{std::chrono::hours(438'000)};

http::Url url(std::string_view text) {
    return http::parse_url(text).value().url;
}

http::Request post(std::string_view target) {
    http::Request request;
    request.method = "POST";
    request.url = url(target);
    return request;
}

access::LearnedCsrf by_header(std::string path, std::string header) {
    access::LearnedCsrf way;
    way.mode = access::CsrfMode::header;
    way.path = std::move(path);
    way.header = std::move(header);
    way.source = "/login";
    way.token = base::Secret("t");
    return way;
}

/// What is sent of the request, if nothing has to be fetched for it.
http::Headers sent(const http::Request& request, const session::Session& session) {
    auto prepared = prepare(request, session, std::nullopt, now).value();
    access::CsrfTalk talk(csrf_situation(request, session, {}, now));
    talk.begin(prepared);
    REQUIRE(add_proof(prepared, talk));
    return prepared.headers;
}

session::Session with_cookie(std::string_view line, std::string_view source) {
    session::Session session;
    session.cookies.store(line, url(source), now);
    return session;
}

} // namespace

TEST_CASE("csrf: an XSRF-TOKEN cookie is answered on unsafe methods only", "[client]") {
    const auto session = with_cookie("XSRF-TOKEN=abc; Path=/", "http://a.test/");
    for (const std::string_view method :
         {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}) {
        INFO(method);
        http::Request request = post("http://a.test/");
        request.method = method;
        CHECK(sent(request, session).contains("X-XSRF-TOKEN") == !http::is_safe(method));
    }
}

TEST_CASE("csrf: a typed token is never second-guessed", "[client]") {
    const auto session = with_cookie("XSRF-TOKEN=abc; Path=/", "http://a.test/");
    http::Request request = post("http://a.test/");
    SECTION("typed") {
        request.typed.add("X-CSRF-TOKEN", "mine");
    }
    SECTION("unset") {
        request.suppressed.emplace_back("X-XSRF-TOKEN");
    }
    // Spring looks at no field once there is a header, and wants the one in the other's form.
    SECTION("a field of a form") {
        request.body = http::BytesBody{"username=alice&_csrf=masked"};
    }
    SECTION("in the query") {
        request.url = url("http://a.test/?_csrf=masked");
    }
    CHECK_FALSE(sent(request, session).contains("X-XSRF-TOKEN"));
}

TEST_CASE("csrf: the header answers the cookie that goes out", "[client]") {
    const auto session = with_cookie("XSRF-TOKEN=jar", "https://a.test/");
    http::Request request = post("https://a.test/");
    CHECK(sent(request, session).find("X-XSRF-TOKEN") == "jar");
    request.typed.add("Cookie", "XSRF-TOKEN=typed");
    CHECK(sent(request, session).find("X-XSRF-TOKEN") == "typed");
}

TEST_CASE("csrf: what was learned holds for its origin and path", "[client]") {
    session::Session session;
    auto& state = session.at({http::Scheme::https, "a.test", 443});
    state.csrf = {
        {.way = by_header("/", "X-CSRF-ROOT"), .unknown = {}},
        {.way = by_header("/shop", "X-CSRF-SHOP"), .unknown = {}},
    };
    CHECK(sent(post("https://a.test/x"), session).find("X-CSRF-ROOT") == "t");
    CHECK(sent(post("https://a.test/shop/x"), session).find("X-CSRF-SHOP") == "t");
    CHECK_FALSE(sent(post("https://a.test/shop/x"), session).contains("X-CSRF-ROOT"));
    for (const char* const elsewhere :
         {"http://a.test/", "https://a.test:8443/", "https://b.test/", "https://x.a.test/"}) {
        INFO(elsewhere);
        CHECK_FALSE(access::carries_csrf_header(sent(post(elsewhere), session)));
    }
}

TEST_CASE("csrf: the application is where its session cookie belongs", "[client]") {
    const auto session = with_cookie("JSESSIONID=s; Path=/shop", "http://a.test/shop/");
    const auto at = [&](std::string_view target) {
        return csrf_situation(post(target), session, {}, now).application;
    };
    CHECK(at("http://a.test/shop/api") == "/shop");
    CHECK(at("http://a.test/other") == "/");
}

TEST_CASE("csrf: a token that would split the message is not sent", "[client]") {
    http::PreparedRequest request = prepare(post("http://a.test/"), {}, std::nullopt, now).value();
    access::CsrfTalk talk({.wish = {.token = base::Secret("a\r\nHost: evil")}});
    talk.begin(request);
    const auto added = add_proof(request, talk);
    REQUIRE_FALSE(added);
    CHECK(added.error().kind() == base::ErrorKind::usage);
}

TEST_CASE("csrf: the request for a token says who asks, and nothing of the body", "[client]") {
    http::Request request = post("http://a.test/api");
    request.defaults = {{"User-Agent", "latch"}, {"Accept", "*/*"}, {"Accept-Encoding", "gzip"}};
    request.typed = {
        {"Cookie", "a=b"},
        {"content-type", "text/x"},
        {"If-Match", "1"},
        {"user-agent", "me"},
        {"Authorization", "Basic x"},
    };
    request.body = http::BytesBody{"x"};
    const http::Request fetch = token_request(
        request, {.target = "/login", .asks_for_token = true}, url("http://a.test/login")
    );
    CHECK(fetch.method == "GET");
    CHECK_FALSE(http::has_body(fetch.body));
    CHECK(fetch.defaults == http::Headers{{"User-Agent", "latch"}, {"Accept-Encoding", "gzip"}});
    CHECK(fetch.typed.find("Accept")->starts_with("text/html"));
    CHECK(fetch.typed.find("Cookie") == "a=b");
    CHECK(fetch.typed.find("Authorization") == "Basic x");
    CHECK(fetch.typed.find("X-CSRF-Token") == "Fetch");
    CHECK_FALSE(fetch.typed.contains("Content-Type"));
    CHECK_FALSE(fetch.typed.contains("If-Match"));
}

TEST_CASE("csrf: a token is looked for at the page whose form signed in", "[client]") {
    struct Case {
        std::string why;
        access::LoginKind kind;
        std::string request, expected;
    };

    const std::vector<Case> cases{
        {"of this server", access::LoginKind::form, "http://a.test/x", "/accounts/login/"},
        {"of another", access::LoginKind::form, "http://b.test/x", ""},
        {"JSON is posted there", access::LoginKind::json, "http://a.test/x", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        session::Session session;
        access::LoginRecipe recipe;
        recipe.page = "/accounts/login/";
        recipe.kind = c.kind;
        session::StoredLogin login;
        login.recipe = recipe;
        session.at(http::origin(url("http://a.test/"))).login = login;
        CHECK(csrf_situation(post(c.request), session, {}, now).login_page == c.expected);
    }
}
