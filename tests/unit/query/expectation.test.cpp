// SPDX-License-Identifier: MIT
#include "latch/query/expectation.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

using latch::base::Bytes;
using latch::base::ErrorKind;
using latch::http::Hop;
using latch::query::Answer;
using latch::query::Body;
using latch::query::Expectation;
using latch::query::Verdict;

namespace {

constexpr auto document = R"({
  "id": 9007199254740993, "name": "Bob", "state": "UP", "ok": true, "no": false, "none": null,
  "total": 3, "price": 9.50, "empty": [], "tags": ["a", "b"],
  "items": [{"id": 1, "qty": 2, "of": {"x": 1, "y": 2}}, {"id": 2, "qty": 0}]
})";

/// An answer after one redirect, with that body.
class Asked {
public:
    explicit Asked(std::string body = document) {
        Hop& last = hops_.emplace_back();
        last.response.status = 302;
        last.timings.total = std::chrono::milliseconds(100);
        Hop& hop = hops_.emplace_back();
        hop.response.status = 422;
        hop.response.reason = "Unprocessable Entity";
        hop.response.headers.add("Content-Type", "application/json");
        hop.response.headers.add("Content-Length", "12");
        hop.response.headers.add("X-Twice", "one, two");
        hop.response.headers.add("X-Twice", "three");
        hop.response.headers.add("Location", "/login?error");
        hop.response.headers.add("Set-Cookie", "JSESSIONID=abc; Path=/app; HttpOnly; Max-Age=60");
        hop.response.headers.add("Set-Cookie", "a.b=c; Secure; SameSite=Lax");
        hop.timings.total = std::chrono::microseconds(242'500);
        hop.timings.first_byte = std::chrono::milliseconds(20);
        body_.size = Bytes{body.size()};
        body_.bytes = body;
        body_.text = std::move(body);
    }

    Verdict check(std::string_view text) {
        const auto expectation = Expectation::parse(text);
        if (!expectation) {
            FAIL(expectation.error().what() << ' ' << expectation.error().cause());
        }
        Answer answer(hops_, body_);
        return expectation->check(answer);
    }

    bool holds(std::string_view text) { return check(text).holds; }

    std::string actual(std::string_view text) {
        const Verdict verdict = check(text);
        CHECK_FALSE(verdict.holds);
        return verdict.actual;
    }

    Body& body() { return body_; }

private:
    std::vector<Hop> hops_;
    Body body_;
};

} // namespace

TEST_CASE("Values of the head hold or do not", "[unit][query][expectation]") {
    Asked asked;
    for (const std::string_view text :
         {"status == 422",
          "status==422",
          "status != 200",
          "status >= 400",
          "status < 500",
          "status =~ /^4/",
          "status !~ /^2/",
          "not status == 200",
          "reason == 'Unprocessable Entity'",
          R"(reason == "Unprocessable Entity")",
          "reason =~ /(?i)entity/",
          "redirects == 1",
          "version == 1.1",
          "header.content-type == application/json",
          "header.Content-Length == 12",
          "header.Content-Length > 9",
          "header.X-Twice == 'one, two'",
          "headers.X-Twice includes three",
          "header.Location exists",
          "not header.X-None exists",
          "header.Location !~ /^\\/home/",
          "header.Location includes error",
          "cookie.JSESSIONID == abc",
          "cookie.JSESSIONID.path == /app",
          "cookie.JSESSIONID.httponly == true",
          "cookie.JSESSIONID.secure == false",
          "cookie.JSESSIONID.maxage == 60",
          "cookie.a.b == c",
          "cookie.a.b.secure == true",
          "cookie.a.b.samesite == Lax",
          "not cookie.JSESSIONID.samesite exists",
          "time < 1s",
          "time == 342.5ms",
          "time.ttfb <= 20ms",
          "time.dns == 0ms",
          "size < 1KiB",
          "size > 100",
          "size == 238B",
          "status =~ /^4/i",
          "reason =~ /UNPROCESSABLE/i",
          "headers.X-Twice exists",
          "header.Location =~ /^/login/",
          "cookie.JSESSIONID.maxage < 61",
          "not headers.X-None exists"}) {
        CAPTURE(text);
        CHECK(asked.holds(text));
    }
    for (const std::string_view text :
         {"status == 200",
          "status > 422",
          "not status == 422",
          "header.X-None exists",
          "header.X-None == ''",
          "cookie.None exists",
          "time > 1s",
          "size > 1MB",
          "cert.expires > 2020-01-01",
          "reason == unprocessable"}) {
        CAPTURE(text);
        CHECK_FALSE(asked.holds(text));
    }
}

TEST_CASE("Values of a JSON body hold or do not", "[unit][query][expectation]") {
    Asked asked;
    for (const std::string_view text :
         {".state == UP",
          R"(.state == "UP")",
          ".state == 'UP'",
          ".ok",
          "not .no",
          ".ok == true",
          ".none == null",
          ".id == 9007199254740993",
          ".id != 9007199254740992",
          ".price == 9.5",
          ".items | length > 1",
          ".items[0].qty == 2",
          ".items[].id >= 1",
          ".tags == [\"a\",\"b\"]",
          ".tags includes a",
          ".tags includes [\"b\"]",
          R"(. includes {"name":"Bob","items":[{"of":{"x":1}}]})",
          R"(.items includes {"id":2})",
          ".name includes o",
          ".name =~ /^B/",
          ".total =~ /3/",
          "body includes Bob",
          "not .missing exists",
          "not .none exists",
          ".no exists",
          "regex \"total\": (\\d+) == 3",
          "sha256 =~ /^[0-9a-f]{64}$/",
          "md5 exists"}) {
        CAPTURE(text);
        CHECK(asked.holds(text));
    }
    for (const std::string_view text :
         {".state == 'U'",
          ".missing",
          ".missing == 1",
          ".missing < 500",
          ".none < 500",
          ".ok == 'true'",
          ".empty[] == 1",
          ".empty[]",
          ".items[].qty > 0",
          ".name > 5",
          ".total == '3'",
          ".name == 3",
          R"(. includes {"name":"Bo"})",
          R"(.items includes {"of":{"x":2}})",
          ".total",
          ".state.x == 1",
          "not .state.x == 1",
          ".tags includes c",
          ".missing =~ /null/",
          ".missing !~ /x/"}) {
        CAPTURE(text);
        CHECK_FALSE(asked.holds(text));
    }
}

TEST_CASE("A verdict tells what is there and what was expected", "[unit][query][expectation]") {
    Asked asked;
    const Verdict verdict = asked.check(" status ==  201 ");
    CHECK(
        verdict ==
        Verdict{
            .holds = false,
            .expression = "status ==  201",
            .actual = "422 Unprocessable Entity",
            .expected = "201"}
    );
    CHECK(asked.check(".state != UP").expected == "anything but UP");
    CHECK(asked.check("time < 10ms").actual == "342.5ms");
    CHECK(asked.check("time < 10ms").expected == "less than 10ms");
    CHECK(asked.check("size > 1KB").actual == "238 bytes");
    CHECK(asked.check("not .ok").expected == "not true");
    CHECK(asked.check("header.X exists").expected == "anything");
    CHECK(asked.check("not status exists").expected == "nothing");
    CHECK(asked.check(".name =~ /x/").expected == "a match of /x/");
    CHECK(asked.check(".name =~ /x/").actual == "\"Bob\"");
    CHECK(asked.check("body == @a.json").expected == "the content of a.json");
    CHECK(asked.actual(".missing < 500") == "null, which cannot be compared");
    CHECK(asked.actual(".empty[] == 1") == "nothing");
    CHECK(asked.actual(".items[].qty > 0") == "0 (2 of 2 values)");
    CHECK(asked.actual(".state.x == 1") == "cannot index string with \"x\"");
    CHECK(asked.actual("header.X == 1") == "nothing");
    CHECK(asked.actual("body == x").size() < 310);
}

TEST_CASE("A body that cannot be asked fulfils nothing", "[unit][query][expectation]") {
    Asked page("<html>");
    CHECK(page.actual(".a == 1") == "the body is no JSON (unexpected at byte 1)");
    CHECK(page.actual("not .a == 1") == "the body is no JSON (unexpected at byte 1)");
    page.body().problem = "the body has more than 256 MiB";
    CHECK(page.actual("body includes html") == "the body has more than 256 MiB");
    CHECK(page.holds("status == 422"));
}

TEST_CASE("A file is compared once its content is there", "[unit][query][expectation]") {
    auto expectation = Expectation::parse("body == @report.pdf").value();
    CHECK(expectation.file() == "report.pdf");
    CHECK(Expectation::parse("status == 200").value().file().empty());
    expectation.provide("%PDF");
    const std::vector<Hop> hops(1);
    const Body body{.bytes = "%PDF", .text = "%PDF"};
    Answer answer(hops, body);
    CHECK(expectation.check(answer).holds);
    expectation.provide("%PDF-");
    CHECK_FALSE(expectation.check(answer).holds);
}

TEST_CASE("An expectation that says nothing is a mistake", "[unit][query][expectation]") {
    struct Case {
        std::string_view text;
        std::string_view error;
    };

    for (const auto& [text, error] : {
             Case{"status", "\"status\": it says nothing about the value"},
             {"status = 200", "\"status = 200\": = compares nothing"},
             {".a = 1", "\".a = 1\": = compares nothing"},
             {"status ==", "\"status ==\": nothing to compare with behind =="},
             {"status == not found", "\"status == not found\": nothing to compare with behind =="},
             {"statu == 200", "\"statu\" is no value of an answer"},
             {"header == 1", "\"header\" is no value of an answer"},
             {"header. == 1", "\"header.\" is no value of an answer"},
             {"time.dsn < 1s", "\"time.dsn\" is no value of an answer"},
             {"", "\"\" is no value of an answer"},
             {"time < 300", "\"time < 300\": a time is compared with a duration"},
             {"status == 2xx", "\"status == 2xx\": status is a number"},
             {"size < 10k", "\"size < 10k\": size is a number"},
             {"status =~ /^4", "\"status =~ /^4\": the expression has no end"},
             {"reason =~ /a/q", "\"reason =~ /a/q\": the expression has no end"},
             {"status == 200 and time < 1s",
              "\"status == 200 and time < 1s\": one --expect compares once"},
             {"reason == 'a' and reason == 'b'",
              "\"reason == 'a' and reason == 'b'\": one --expect compares once"},
         }) {
        CAPTURE(text);
        const auto expectation = Expectation::parse(text);
        REQUIRE(!expectation);
        CHECK(expectation.error().kind() == ErrorKind::usage);
        CHECK(expectation.error().what() == error);
    }
    for (const std::string_view text :
         {"status =~ /(/", ".s != 'x == y' and .u != 'b'", ".u !~ /http/ and .s !~ /x/"}) {
        CAPTURE(text);
        CHECK(Expectation::parse(text).error().kind() == ErrorKind::usage);
    }
}

TEST_CASE("Only questions about the body keep it", "[unit][query][expectation]") {
    for (const std::string_view text :
         {"status == 200", "header.X exists", "time < 1s", "size > 1"}) {
        CHECK_FALSE(Expectation::parse(text).value().needs_body());
    }
    for (const std::string_view text : {".a == 1", "body == x", "sha256 == x", "regex a exists"}) {
        CHECK(Expectation::parse(text).value().needs_body());
    }
}
