// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string io(const std::string& path) {
    return application().address("io") + path;
}

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("spring messages: gzip is undone, asked for or not", "[spring]") {
    for (const std::string item : {"Accept-Encoding:gzip", "Accept-Encoding:identity"}) {
        INFO(item);
        const Latch latch;
        const std::string url = io("/gzip?n=70000&force=true");
        const Ran head = latch.run({"--print=h", url, item});
        CHECK_THAT(head.out, Contains("\r\nContent-Encoding: gzip\r\n"));
        const Ran body = latch.run({"--body", url, item});
        CHECK(body.exit_code == 0);
        CHECK(body.err.empty());
        CHECK(
            body.out == latch.run({"--body", io("/gzip?n=70000"), "Accept-Encoding:identity"}).out
        );
        CHECK(body.out.size() == 70000);
    }
}

TEST_CASE("spring messages: an answer ends where its kind of message ends", "[spring]") {
    struct Case {
        std::string why;
        std::vector<std::string> words;
        int exit_code;
        std::string start, header, body;
    };

    const std::vector<Case> cases{
        {"HEAD tells a length and sends nothing",
         {"HEAD", "/download/100000"},
         0,
         "HTTP/1.1 200\r\n",
         "\r\nContent-Length: 100000\r\n",
         ""},
        {"204 has no body", {"/status/204"}, 0, "HTTP/1.1 204\r\n", "", ""},
        {"304 has none either",
         {"/status/304?header=ETag: \"1\""},
         3,
         "HTTP/1.1 304\r\n",
         "\r\nETag: \"1\"\r\n",
         ""},
        {"a length of nothing",
         {"/status/200"},
         0,
         "HTTP/1.1 200\r\n",
         "\r\nContent-Length: 0\r\n",
         ""},
        {"the reason phrase is empty", {"/status/200?body=x"}, 0, "HTTP/1.1 200\r\n", "", "x"},
        {"no known status", {"/status/299?body=x"}, 0, "HTTP/1.1 299\r\n", "", "x"},
        {"chunks",
         {"/ndjson?n=3&ms=1"},
         0,
         "HTTP/1.1 200\r\n",
         "\r\nTransfer-Encoding: chunked\r\n",
         "{"},
        {"a head of 6 KB", {"/big-headers"}, 0, "HTTP/1.1 200\r\n", "\r\nX-Big-19: xxx", "{"},
        {"100 Continue comes first and is skipped",
         {"POST", "/echo", "Expect:100-continue", "a=b"},
         0,
         "HTTP/1.1 200\r\n",
         "",
         R"({"method":"POST")"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        std::vector<std::string> arguments{"--print=hb"};
        arguments.reserve(1 + c.words.size());
        for (const std::string& word : c.words) {
            arguments.push_back(word.starts_with('/') ? io(word) : word);
        }
        const Ran ran = latch.run(arguments, {.deadline = std::chrono::seconds(20)});
        CHECK(ran.exit_code == c.exit_code);
        CHECK_THAT(ran.out, StartsWith(c.start) && Contains(c.header));
        const std::string body = ran.out.substr(ran.out.find("\r\n\r\n") + 4);
        CHECK_THAT(body, StartsWith(c.body));
        CHECK(body.empty() == c.body.empty());
    }
}

TEST_CASE("spring messages: a redirect goes over the same connection if it may", "[spring]") {
    const Latch latch;
    const Journal journal("io");
    SECTION("kept alive") {
        const Ran ran = latch.run({"--follow", io("/redirect/302?to=/echo/next")});
        CHECK(ran.exit_code == 0);
        CHECK_THAT(ran.out, Contains(R"("target":"/echo/next")"));
        const auto arrivals = journal.arrivals();
        REQUIRE(arrivals.size() == 2);
        CHECK(arrivals[0].peer == arrivals[1].peer);
    }
    SECTION("closed") {
        const std::string closing =
            "/status/302?header=Location:%20/echo/next&header=Connection:%20close";
        CHECK(latch.run({"--follow", io(closing)}).exit_code == 0);
        const auto arrivals = journal.arrivals();
        REQUIRE(arrivals.size() == 2);
        CHECK(arrivals[0].peer != arrivals[1].peer);
    }
}

TEST_CASE("spring messages: a redirect keeps or drops the method and the body", "[spring]") {
    struct Case {
        std::string arrived;
        int status;
        bool has_body;
    };

    const std::vector<Case> cases{
        {"GET /echo/next 200", 301, false},
        {"GET /echo/next 200", 302, false},
        {"GET /echo/next 200", 303, false},
        {"POST /echo/next 200", 307, true},
        {"POST /echo/next 200", 308, true},
    };
    for (const Case& c : cases) {
        INFO(c.status);
        const Latch latch;
        const Journal journal("io");
        const std::string url = io("/redirect/" + std::to_string(c.status) + "?to=/echo/next");
        CHECK(latch.run({"--follow", "POST", url, "a=b"}).exit_code == 0);
        const auto arrivals = journal.arrivals();
        REQUIRE(arrivals.size() == 2);
        CHECK(arrivals[1].in_words() == c.arrived);
        CHECK(holds(arrivals[1].request.body, R"({"a":"b"})") == c.has_body);
    }
}
