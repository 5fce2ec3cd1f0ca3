// SPDX-License-Identifier: MIT
#include "latch/client/next_step.hpp"

#include "support/catch.hpp"

#include <string>
#include <variant>
#include <vector>

using namespace latch;
using namespace latch::client;

namespace {

http::Request get(std::string_view url) {
    http::Request request;
    request.url = http::parse_url(url).value().url;
    return request;
}

http::ResponseHead answer(unsigned status, std::string location = {}) {
    http::ResponseHead response;
    response.status = status;
    if (!location.empty()) {
        response.headers.add("Location", std::move(location));
    }
    return response;
}

constexpr http::RedirectPolicy follow{.follow = true, .limit = 2};

} // namespace

TEST_CASE("next step: without --follow every answer is the last", "[client]") {
    for (const unsigned status : {200U, 301U, 302U, 303U, 307U, 308U, 404U, 500U}) {
        const Step step = next_step(get("http://a/"), answer(status, "/x"), {.follow = false}, 0);
        INFO(status);
        CHECK(std::holds_alternative<Finish>(step));
    }
}

TEST_CASE("next step: a redirect status without Location is the last answer", "[client]") {
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(302), follow, 0)));
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(304, "/x"), follow, 0))
    );
}

TEST_CASE("next step: a redirect is followed to where it points", "[client]") {
    const Step step = next_step(get("http://a/b/c"), answer(302, "d?e"), follow, 0);
    REQUIRE(std::holds_alternative<Follow>(step));
    CHECK(http::to_string(std::get<Follow>(step).next.url) == "http://a/b/d?e");
}

TEST_CASE("next step: exactly the limit of redirects is followed", "[client]") {
    const auto response = answer(302, "/next");
    CHECK(std::holds_alternative<Follow>(next_step(get("http://a/"), response, follow, 1)));
    const Step step = next_step(get("http://a/"), response, follow, 2);
    REQUIRE(std::holds_alternative<GiveUp>(step));
    CHECK(std::get<GiveUp>(step).error.kind() == base::ErrorKind::too_many_redirects);
    CHECK(std::get<GiveUp>(step).error.what() == "stopped after 2 redirects");
}

TEST_CASE("next step: a limit of none follows none", "[client]") {
    const http::RedirectPolicy none{.follow = true, .limit = 0};
    CHECK(std::holds_alternative<GiveUp>(next_step(get("http://a/"), answer(302, "/x"), none, 0)));
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(200), none, 0)));
}

TEST_CASE("next step: a Location that is no URL ends the conversation with an error", "[client]") {
    for (const char* const location : {"http://[::1", "ftp://a/", "http://a:99999/"}) {
        INFO(location);
        const Step step = next_step(get("http://a/"), answer(302, location), follow, 0);
        REQUIRE(std::holds_alternative<GiveUp>(step));
        CHECK(std::get<GiveUp>(step).error.kind() == base::ErrorKind::protocol);
    }
}

TEST_CASE("stale connection: sent again only when nothing can have happened", "[client]") {
    struct Case {
        std::string_view why, method;
        Attempt attempt;
        http::Body body;
        bool again;
    };

    const Attempt stale{.on_reused_connection = true};
    const std::vector<Case> cases{
        {"a reused connection that was closed meanwhile", "GET", stale, {}, true},
        {"PUT is idempotent", "PUT", stale, http::BytesBody{"x"}, true},
        {"DELETE is idempotent", "DELETE", stale, {}, true},
        {"a POST may have been carried out", "POST", stale, http::BytesBody{"x"}, false},
        {"so may a PATCH", "PATCH", stale, http::BytesBody{"x"}, false},
        {"a fresh connection was not stale", "GET", {}, {}, false},
        {"the answer had begun",
         "GET",
         {.on_reused_connection = true, .answer_begun = true},
         {},
         false},
        {"a time-out is not a close",
         "GET",
         {.on_reused_connection = true, .timed_out = true},
         {},
         false},
        {"once is enough", "GET", {.on_reused_connection = true, .stale_retries = 1}, {}, false},
        {"a pipe cannot be read twice", "PUT", stale, http::StreamBody{}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Request request = get("http://a/");
        request.method = c.method;
        request.body = c.body;
        CHECK(retry_on_fresh_connection(request, c.attempt) == c.again);
    }
}
