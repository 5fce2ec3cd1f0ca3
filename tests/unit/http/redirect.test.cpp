// SPDX-License-Identifier: MIT
#include "latch/http/redirect.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::http;

namespace {

constexpr std::string_view here = "https://a.test/form";

ResponseHead a_response(unsigned status, std::string_view location) {
    ResponseHead response;
    response.status = status;
    response.headers.add("Location", std::string(location));
    return response;
}

Request a_request(std::string_view method, Body body = NoBody{}) {
    Request request;
    request.method = method;
    request.url = parse_url(here)->url;
    request.body = std::move(body);
    return request;
}

StreamBody a_stream(bool replayable) {
    return {
        .source = {}, .length = std::nullopt, .replayable = replayable, .name = "standard input"};
}

std::string names(const Headers& headers) {
    std::string text;
    for (const Header& line : headers) {
        text += (text.empty() ? "" : " ") + line.name;
    }
    return text;
}

std::string followed_to(std::string_view location) {
    const auto next = redirected(a_request("GET"), a_response(302, location));
    return next ? to_string(next->url) : "error: " + next.error().cause();
}

} // namespace

TEST_CASE("redirect: five statuses with a Location are redirects", "[http]") {
    for (unsigned status = 100; status < 600; ++status) {
        INFO(status);
        const bool expected =
            status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        CHECK(is_redirect(a_response(status, "/x")) == expected);
        ResponseHead bare;
        bare.status = status;
        CHECK_FALSE(is_redirect(bare));
    }
    CHECK(is_redirect(a_response(302, "")));
}

TEST_CASE("redirect: the method and the body follow the fetch standard", "[http][pitfall]") {
    struct Case {
        unsigned status;
        bool keeps_body;
        std::string_view method, next;
    };

    const std::vector<Case> cases = {
        {301, true, "GET", "GET"},       {301, true, "HEAD", "HEAD"},
        {301, false, "POST", "GET"},     {301, true, "PUT", "PUT"},
        {301, true, "DELETE", "DELETE"}, {301, true, "PATCH", "PATCH"},
        {302, true, "GET", "GET"},       {302, true, "HEAD", "HEAD"},
        {302, false, "POST", "GET"},     {302, true, "PUT", "PUT"},
        {302, true, "DELETE", "DELETE"}, {302, true, "PATCH", "PATCH"},
        {303, false, "GET", "GET"},      {303, true, "HEAD", "HEAD"},
        {303, false, "POST", "GET"},     {303, false, "PUT", "GET"},
        {303, false, "DELETE", "GET"},   {303, false, "PATCH", "GET"},
        {303, false, "OPTIONS", "GET"},  {303, false, "PURGE", "GET"},
        {307, true, "GET", "GET"},       {307, true, "HEAD", "HEAD"},
        {307, true, "POST", "POST"},     {307, true, "PUT", "PUT"},
        {307, true, "DELETE", "DELETE"}, {307, true, "PATCH", "PATCH"},
        {308, true, "GET", "GET"},       {308, true, "HEAD", "HEAD"},
        {308, true, "POST", "POST"},     {308, true, "PUT", "PUT"},
        {308, true, "DELETE", "DELETE"}, {308, true, "PATCH", "PATCH"},
    };
    for (const std::string_view location : {"/next", "https://b.test/next"}) {
        for (const Case& c : cases) {
            INFO(c.status << ' ' << c.method << ' ' << location);
            const auto next =
                redirected(a_request(c.method, BytesBody{"x=1"}), a_response(c.status, location));
            REQUIRE(next);
            CHECK(next->method == c.next);
            CHECK(has_body(next->body) == c.keeps_body);
            CHECK(next->url.path == "/next");
            const auto bodyless = redirected(a_request(c.method), a_response(c.status, location));
            REQUIRE(bodyless);
            CHECK(bodyless->method == c.next);
            CHECK_FALSE(has_body(bodyless->body));
        }
    }
}

TEST_CASE("redirect: a body that cannot be sent again is an error only if it has to be", "[http]") {
    struct Case {
        std::string_view why;
        std::string_view method;
        unsigned status;
        bool replayable, follows;
    };

    const std::vector<Case> cases = {
        {"POST becomes GET", "POST", 302, false, true},
        {"PUT becomes GET", "PUT", 303, false, true},
        {"PUT stays PUT", "PUT", 302, false, false},
        {"POST stays POST", "POST", 307, false, false},
        {"POST stays POST for good", "POST", 308, false, false},
        {"a file can be read again", "POST", 307, true, true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto next =
            redirected(a_request(c.method, a_stream(c.replayable)), a_response(c.status, "/n"));
        REQUIRE(next.has_value() == c.follows);
        if (!c.follows) {
            CHECK(next.error().kind() == latch::base::ErrorKind::protocol);
            CHECK(next.error().what() == "cannot follow the redirect to https://a.test/n");
            CHECK(next.error().cause().find("standard input") != std::string::npos);
        }
    }
}

TEST_CASE("redirect: the fields that describe a body go with it", "[http]") {
    auto request = a_request("POST", BytesBody{"{}"});
    request.defaults = {{"Accept", "*/*"}, {"Content-Type", "application/json"}};
    request.typed = {
        {"content-length", "2"},
        {"Transfer-Encoding", "chunked"},
        {"Content-Encoding", "gzip"},
        {"X-Api-Key", "1"},
        {"Content-Language", "de"},
        {"Content-Location", "/x"},
        {"EXPECT", "100-continue"},
        {"Content-MD5", "x"},
        {"Content-Digest", "x"},
        {"Trailer", "x"},
        {"Contents", "x"}};
    const auto gone = redirected(request, a_response(303, "/next"));
    REQUIRE(gone);
    CHECK(names(gone->defaults) == "Accept");
    CHECK(names(gone->typed) == "X-Api-Key Contents");
    const auto kept = redirected(request, a_response(307, "/next"));
    REQUIRE(kept);
    CHECK(kept->defaults == request.defaults);
    CHECK(kept->typed == request.typed);
    CHECK(std::get<BytesBody>(kept->body).bytes == "{}");
}

TEST_CASE("redirect: secrets stay at their origin", "[http][pitfall]") {
    struct Case {
        std::string_view why, from, location;
        bool same_origin;
    };

    const std::vector<Case> cases = {
        {"another path", "https://a.test/x", "/y", true},
        {"the same origin in full", "https://a.test/x", "https://a.test/y", true},
        {"the default port spelled out", "https://a.test/x", "https://a.test:443/y", true},
        {"the default port left out", "https://a.test:443/x", "https://a.test/y", true},
        {"another case", "https://a.test/x", "HTTPS://A.TEST/y", true},
        {"a trailing dot", "https://a.test/x", "https://a.test./y", true},
        {"scheme-relative", "https://a.test/x", "//a.test/y", true},
        {"an IDN, in both forms",
         "https://b\xc3\xbc"
         "cher.test/",
         "https://xn--bcher-kva.test/",
         true},
        {"an IPv6 address, in two forms", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", true},
        {"its user info does not count", "https://a.test/x", "https://bob@a.test/y", true},
        {"another host", "https://a.test/x", "https://b.test/y", false},
        {"another host, scheme-relative", "https://a.test/x", "//b.test/y", false},
        {"a subdomain", "https://a.test/x", "https://sub.a.test/y", false},
        {"the parent domain", "https://sub.a.test/x", "https://a.test/y", false},
        {"a suffix", "https://a.test/x", "https://a.test.evil/y", false},
        {"another port", "https://a.test/x", "https://a.test:8443/y", false},
        {"https to http", "https://a.test/x", "http://a.test/y", false},
        {"http to https", "http://a.test/x", "https://a.test/y", false},
        {"the other scheme's port", "https://a.test/x", "http://a.test:443/y", false},
        {"the host as user info", "https://a.test/x", "https://a.test@b.test/y", false},
        {"the host and port as user info", "https://a.test/x", "https://a.test:443@b.test/", false},
        {"name and address", "http://localhost/", "http://127.0.0.1/", false},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.location);
        auto request = a_request("GET");
        request.url = parse_url(c.from)->url;
        request.defaults = {{"Accept", "*/*"}, {"Accept-Encoding", "gzip"}, {"User-Agent", "l"}};
        request.typed = {
            {"Authorization", "Bearer 1"},
            {"Cookie", "a=1"},
            {"X-Api-Key", "1"},
            {"Host", "virtual.test"},
            {"accept-language", "de"},
            {"Proxy-Authorization", "1"},
            {"X-CSRF-TOKEN", "1"},
            {"Referer", "x"},
            {"Origin", "x"},
            {"Acceptance", "x"}};
        request.suppressed = {"Accept", "X-Tenant"};
        const auto next = redirected(request, a_response(302, c.location));
        REQUIRE(next);
        CHECK((origin(next->url) == origin(request.url)) == c.same_origin);
        CHECK(next->defaults == request.defaults);
        CHECK(next->suppressed == request.suppressed);
        CHECK(names(next->typed) == (c.same_origin ? names(request.typed) : "accept-language"));
    }
}

TEST_CASE("redirect: a kept body crosses origins with what describes it", "[http]") {
    auto request = a_request("POST", BytesBody{"{}"});
    request.defaults = {{"Content-Type", "application/json"}, {"X-Default", "1"}};
    request.typed = {
        {"Content-Encoding", "deflate"},
        {"Content-Length", "2"},
        {"Content-Secret", "1"},
        {"X-Api-Key", "1"}};
    const auto next = redirected(request, a_response(308, "https://b.test/"));
    REQUIRE(next);
    CHECK(names(next->defaults) == "Content-Type");
    CHECK(names(next->typed) == "Content-Encoding Content-Length");
    CHECK(std::get<BytesBody>(next->body).bytes == "{}");
}

TEST_CASE("redirect: what was dropped does not come back", "[http]") {
    auto request = a_request("GET");
    request.typed = {{"Authorization", "Bearer 1"}};
    const auto away = redirected(request, a_response(302, "https://b.test/"));
    REQUIRE(away);
    const auto back = redirected(*away, a_response(302, "https://a.test/"));
    REQUIRE(back);
    CHECK(to_string(back->url) == "https://a.test/");
    CHECK(back->typed.empty());
}

TEST_CASE("redirect: the Location is resolved and its credentials dropped", "[http]") {
    struct Case {
        std::string_view why, location, url;
    };

    const std::vector<Case> cases = {
        {"relative", "login?error", "https://a.test/login?error"},
        {"a query alone", "?x", "https://a.test/form?x"},
        {"a fragment", "/x#y", "https://a.test/x"},
        {"nothing", "", "https://a.test/form"},
        {"raw UTF-8", "/\xc3\xbc", "https://a.test/%C3%BC"},
        {"credentials", "https://bob:pw@b.test/", "https://b.test/"},
        {"another scheme", "ftp://a.test/", "error: the scheme ftp is not supported"},
        {"a control", "/\x01", "error: it holds a control character"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(followed_to(c.location) == c.url);
    }
}

TEST_CASE("redirect: a session id in the path goes if it comes as a cookie, too", "[http]") {
    struct Case {
        std::string_view why, location, cookie, url;
    };

    const std::vector<Case> cases = {
        {"the same id",
         "/login;jsessionid=1A2B",
         "JSESSIONID=1A2B; Path=/; HttpOnly",
         "https://a.test/login"},
        {"before a query", "/login;jsessionid=1A2B?x", "JSESSIONID=1A2B", "https://a.test/login?x"},
        {"before another parameter", "/l;jsessionid=1;v=2", "S=1", "https://a.test/l;v=2"},
        {"before another segment", "/l;jsessionid=1/m", "S=1", "https://a.test/l/m"},
        {"a dot segment is left", "/a/..;jsessionid=1/m", "S=1", "https://a.test/m"},
        {"an id with a node", "/l;jsessionid=1.node-1", "S=1.node-1;Path=/", "https://a.test/l"},
        {"another id", "/l;jsessionid=1", "S=12", "https://a.test/l;jsessionid=1"},
        {"no cookie", "/l;jsessionid=1", "", "https://a.test/l;jsessionid=1"},
        {"a cookie attribute is no cookie",
         "/l;jsessionid=1",
         "S=2; X=1",
         "https://a.test/l;jsessionid=1"},
        {"another parameter", "/l;sessionid=1", "S=1", "https://a.test/l;sessionid=1"},
        {"in the query it is data", "/l?a;jsessionid=1", "S=1", "https://a.test/l?a;jsessionid=1"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        auto response = a_response(302, c.location);
        response.headers.add("Set-Cookie", "other=0");
        response.headers.add("Set-Cookie", std::string(c.cookie));
        const auto next = redirected(a_request("GET"), response);
        REQUIRE(next);
        CHECK(to_string(next->url) == c.url);
    }
}

TEST_CASE("redirect: a cookie that the response sets takes the place of a typed one", "[http]") {
    struct Case {
        std::string_view why, typed, set, sent;
    };

    const std::vector<Case> cases = {
        {"another cookie stays", "a=1; b=2", "c=3", "a=1; b=2"},
        {"the one that is set goes", "a=1; b=2", "a=3; Path=/", "b=2"},
        {"so does one that is removed", "a=1;b=2", "b=; Max-Age=0", "a=1"},
        {"names are case-sensitive", "a=1", "A=3", "a=1"},
        {"nothing is left", "a=1", "a=3", "(none)"},
        {"an attribute is no cookie", "Path=1", "a=3; Path=/", "Path=1"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        auto request = a_request("GET");
        request.typed = {{"X-A", "1"}, {"cookie", std::string(c.typed)}};
        auto response = a_response(302, "/next");
        response.headers.add("Set-Cookie", std::string(c.set));
        const auto next = redirected(request, response);
        REQUIRE(next);
        CHECK(next->typed.find("Cookie").value_or("(none)") == c.sent);
        CHECK(next->typed.contains("X-A"));
    }
}

TEST_CASE("redirect: no field is invented", "[http][pitfall]") {
    for (const std::string_view location : {"/next", "http://a.test/", "https://b.test/"}) {
        const auto next = redirected(a_request("GET"), a_response(302, location));
        REQUIRE(next);
        CHECK(next->typed.empty());
        CHECK(next->defaults.empty());
    }
}
