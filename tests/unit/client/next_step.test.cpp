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
        const Step step = next_step(get("http://a/"), answer(status, "/x"), {.follow = false}, {});
        INFO(status);
        CHECK(std::holds_alternative<Finish>(step));
    }
}

TEST_CASE("next step: a redirect status without Location is the last answer", "[client]") {
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(302), follow, {})));
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(304, "/x"), follow, {}))
    );
}

TEST_CASE("next step: a redirect is followed to where it points", "[client]") {
    const Step step = next_step(get("http://a/b/c"), answer(302, "d?e"), follow, {});
    REQUIRE(std::holds_alternative<Follow>(step));
    CHECK(http::to_string(std::get<Follow>(step).next.url) == "http://a/b/d?e");
}

TEST_CASE("next step: exactly the limit of redirects is followed", "[client]") {
    const auto response = answer(302, "/next");
    CHECK(std::holds_alternative<Follow>(
        next_step(get("http://a/"), response, follow, {.redirects = 1})
    ));
    const Step step = next_step(get("http://a/"), response, follow, {.redirects = 2});
    REQUIRE(std::holds_alternative<GiveUp>(step));
    CHECK(std::get<GiveUp>(step).error.kind() == base::ErrorKind::too_many_redirects);
    CHECK(std::get<GiveUp>(step).error.what() == "stopped after 2 redirects");
}

TEST_CASE("next step: a limit of none follows none", "[client]") {
    const http::RedirectPolicy none{.follow = true, .limit = 0};
    CHECK(std::holds_alternative<GiveUp>(next_step(get("http://a/"), answer(302, "/x"), none, {})));
    CHECK(std::holds_alternative<Finish>(next_step(get("http://a/"), answer(200), none, {})));
}

TEST_CASE("next step: a Location that is no URL ends the conversation with an error", "[client]") {
    for (const char* const location : {"http://[::1", "ftp://a/", "http://a:99999/"}) {
        INFO(location);
        const Step step = next_step(get("http://a/"), answer(302, location), follow, {});
        REQUIRE(std::holds_alternative<GiveUp>(step));
        CHECK(std::get<GiveUp>(step).error.kind() == base::ErrorKind::protocol);
    }
}

TEST_CASE("next step: a limit that was reached in a circle says so", "[client]") {
    http::Hop hop;
    hop.request.url = http::parse_url("http://a/x").value().url;
    const std::vector<http::Hop> hops{hop};
    const auto reached = [&](std::string location) {
        const Step step = next_step(
            get("http://a/y"),
            answer(302, std::move(location)),
            follow,
            {.redirects = 2, .hops = hops}
        );
        return std::get<GiveUp>(step).error;
    };
    CHECK(reached("/x").cause() == "http://a/x leads back to itself");
    CHECK(reached("/z").cause().empty());
    CHECK(reached("http://[::1").kind() == base::ErrorKind::too_many_redirects);
}

TEST_CASE("next step: a body does not leave https for http", "[client]") {
    struct Case {
        std::string_view why, from, to;
        unsigned status;
        http::Body body;
        bool follows;
    };

    const std::vector<Case> cases{
        {"a body in the clear", "https://a/", "http://a/", 307, http::BytesBody{"x"}, false},
        {"on another host, too", "https://a/", "http://b/", 308, http::BytesBody{"x"}, false},
        {"it is gone", "https://a/", "http://a/", 303, http::BytesBody{"x"}, true},
        {"there is none", "https://a/", "http://a/", 307, {}, true},
        {"it stays protected", "https://a/", "https://b/", 307, http::BytesBody{"x"}, true},
        {"it never was protected", "http://a/", "http://b/", 307, http::BytesBody{"x"}, true},
        {"it becomes protected", "http://a/", "https://a/", 307, http::BytesBody{"x"}, true},
        {"loopback", "https://a/", "http://127.0.0.1/", 307, http::BytesBody{"x"}, true},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Request request = get(c.from);
        request.method = "POST";
        request.body = c.body;
        const Step step = next_step(request, answer(c.status, std::string(c.to)), follow, {});
        CHECK(std::holds_alternative<Follow>(step) == c.follows);
        CHECK(std::holds_alternative<GiveUp>(step) == !c.follows);
    }
}

TEST_CASE("next step: a challenge is answered unless it refuses the answer before", "[client]") {
    struct Case {
        std::string_view why;
        unsigned status;
        std::string_view challenge;
        Progress progress;
        bool answers;
    };

    const std::string_view fresh = "Digest realm=r, nonce=n, qop=auth";
    const std::string_view stale = "Digest realm=r, nonce=n, qop=auth, stale=true";
    using Proof = DigestProof;
    const std::vector<Case> cases{
        {"the first", 401, fresh, {.proof = Proof::none}, true},
        {"without an account for it", 401, fresh, {}, false},
        {"not with another status", 403, fresh, {.proof = Proof::none}, false},
        {"no digest challenge", 401, "Basic realm=r", {.proof = Proof::none}, false},
        {"a remembered nonce has died", 401, fresh, {.proof = Proof::remembered_nonce}, true},
        {"it says so", 401, stale, {.proof = Proof::remembered_nonce}, true},
        {"user or password are wrong", 401, fresh, {.proof = Proof::fresh_nonce}, false},
        {"a fresh nonce was too old", 401, stale, {.proof = Proof::fresh_nonce}, true},
        {"and the next one, too",
         401,
         stale,
         {.proof = Proof::fresh_nonce, .stale_nonces = 1},
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::ResponseHead response = answer(c.status);
        response.headers.add("WWW-Authenticate", std::string(c.challenge));
        const Step step = next_step(get("http://a/"), response, follow, c.progress);
        CHECK(std::holds_alternative<Authenticate>(step) == c.answers);
        CHECK(std::holds_alternative<Finish>(step) == !c.answers);
    }
}

TEST_CASE("next step: a challenge to a body that cannot be sent again is an error", "[client]") {
    http::ResponseHead response = answer(401);
    response.headers.add("WWW-Authenticate", "Digest realm=r, nonce=n");
    http::Request request = get("http://a/");
    request.method = "POST";
    http::StreamBody pipe;
    pipe.name = "standard input";
    request.body = pipe;
    const Step step = next_step(request, response, follow, {.proof = DigestProof::none});
    REQUIRE(std::holds_alternative<GiveUp>(step));
    CHECK(std::get<GiveUp>(step).error.cause().find("standard input") != std::string::npos);
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

TEST_CASE("next step: 417 asks for the same without Expect, as far as that can be", "[client]") {
    struct Case {
        std::string_view why;
        unsigned status;
        bool expected, replayable;
        std::uint64_t sent;
        bool repeats;
    };

    const Case cases[] = {
        {"refused before the body", 417, true, true, 0, true},
        {"a pipe that was not touched", 417, true, false, 0, true},
        {"a pipe that was", 417, true, false, 1, false},
        {"a file that was", 417, true, true, 1, true},
        {"nothing was expected", 417, false, true, 0, false},
        {"another answer", 413, true, true, 0, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        latch::http::Request request;
        latch::http::StreamBody body;
        body.replayable = c.replayable;
        request.body = body;
        request.typed.add("Expect", "100-continue");
        latch::http::Hop hop;
        hop.response.status = c.status;
        hop.body_sent.count = c.sent;
        if (c.expected) {
            hop.request.headers.add("Expect", "100-continue");
        }
        const auto repeat = latch::client::without_expectation(request, hop);
        CHECK(repeat.has_value() == c.repeats);
        if (repeat) {
            CHECK_FALSE(repeat->next.typed.contains("Expect"));
            CHECK(repeat->next.suppressed == std::vector<std::string>{"Expect"});
        }
    }
}
