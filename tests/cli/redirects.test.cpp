// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <string>

using namespace latch::test;

namespace {

/// "/3" leads to "/2", that to "/1" and so on to "/0", which answers.
Response countdown(const Request& request) {
    const unsigned long left = std::stoul(request.path().substr(1));
    return left == 0 ? reply("there") : redirect("/" + std::to_string(left - 1));
}

} // namespace

TEST_CASE("redirects: are followed when asked for", "[cli]") {
    Server server(countdown);
    const Latch latch;
    CHECK(latch.run({"--follow", server.url("/2")}).out == "there");
    CHECK(latch.run({"-F", server.url("/2")}).out == "there");
    const Ran not_asked = latch.run({server.url("/2")});
    CHECK(not_asked.exit_code == 3);
    CHECK(not_asked.out.empty());
    CHECK(latch.run({"--follow", "--no-follow", server.url("/2")}).exit_code == 3);
}

TEST_CASE("redirects: as many as --max-redirects says", "[cli][parity]") {
    Server server(countdown);
    const Latch latch;
    CHECK(latch.run({"--follow", "--max-redirects=3", server.url("/3")}).out == "there");
    const Ran ran = latch.run({"--follow", "--max-redirects=2", server.url("/3")});
    CHECK(ran.exit_code == 6);
    CHECK(ran.out.empty());
    check_error(ran.err, "stopped after 2 redirects");
    CHECK(latch.run({"-F", "--max-redirects=0", server.url("/1")}).exit_code == 6);
    CHECK(latch.run({"-F", server.url("/30")}).exit_code == 0);
    CHECK(latch.run({"-F", server.url("/31")}).exit_code == 6);
    CHECK(
        latch.run({"-F", "--max-redirects=0", "--no-max-redirects", server.url("/1")}).exit_code ==
        0
    );
}

TEST_CASE("redirects: --all and --verbose show the way", "[cli]") {
    Server server(countdown);
    const Latch latch;
    const Ran all = latch.run({"--follow", "--all", "--headers", server.url("/1")});
    CHECK(all.out.find("302 Found") != std::string::npos);
    CHECK(all.out.find("200 OK") != std::string::npos);
    const Ran verbose = latch.run({"--follow", "--verbose", server.url("/1")});
    for (const char* line :
         {"GET /1 HTTP/1.1", "302 Found", "GET /0 HTTP/1.1", "200 OK", "there"}) {
        CHECK(verbose.out.find(line) != std::string::npos);
    }
    const Ran last = latch.run({"--follow", "--headers", "--all", "--no-all", server.url("/1")});
    CHECK(last.out.find("302 Found") == std::string::npos);
}

TEST_CASE("redirects: what was typed for one server never reaches another", "[cli][pitfall]") {
    Server other([](const Request& /*request*/) { return reply("other"); });
    Server first([&](const Request& /*request*/) { return redirect(other.url("/x")); });
    const Ran ran = Latch().run(
        {"--follow", "--auth=bob:pw", first.url(), "X-Api-Key:k", "Cookie:a=b", "Accept:text/csv"}
    );
    CHECK(ran.out == "other");
    const Request there = first.request(0);
    CHECK(there.header("Authorization") == "Basic Ym9iOnB3");
    CHECK(there.header("X-Api-Key") == "k");
    CHECK(there.header("Cookie") == "a=b");
    const Request here = other.request(0);
    CHECK_FALSE(here.header("Authorization"));
    CHECK_FALSE(here.header("X-Api-Key"));
    CHECK_FALSE(here.header("Cookie"));
    CHECK(Latch().run({"--follow", first.url(), "Authorization:Bearer t0k"}).out == "other");
    CHECK(first.request(1).header("Authorization") == "Bearer t0k");
    CHECK_FALSE(other.request(1).header("Authorization"));
}

TEST_CASE("redirects: 303 and 302 make a GET of a POST, 307 repeats it", "[cli][parity]") {
    for (const auto& [status, method] : {std::pair(302U, "GET"), {303U, "GET"}, {307U, "POST"}}) {
        INFO(status);
        Server server([status = status](const Request& request) {
            return request.path() == "/to" ? reply("there") : redirect("/to", status);
        });
        CHECK(Latch().run({"--follow", server.url(), "a=b"}).out == "there");
        CHECK(server.request(1).method == method);
        CHECK(server.request(1).body == (status == 307 ? R"({"a":"b"})" : ""));
    }
}
