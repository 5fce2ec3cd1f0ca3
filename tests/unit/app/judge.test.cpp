// SPDX-License-Identifier: MIT
#include "app/judge.hpp"

#include "support/catch.hpp"

#include <string>

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

TEST_CASE("judge: looking at the login page on purpose is success", "[app]") {
    CHECK(judge({{hop("GET", "http://a/login", 200)}}, {}).exit_code == 0);
}
