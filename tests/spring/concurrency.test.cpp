// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("spring concurrency: the session that another login ended is not success", "[spring]") {
    const Latch latch;
    const Visitor first(latch, "conc", "first");
    const Visitor second(latch, "conc", "second");
    first.sign_in();
    CHECK(first.send("GET", "/api/me").exit_code == 0);
    second.sign_in();

    const Journal journal("conc");
    const Ran kicked = first.send("GET", "/api/me");
    CHECK(kicked.exit_code == 7);
    CHECK(kicked.out.empty());
    CHECK_THAT(
        kicked.err,
        StartsWith("latch: signed out: another login has ended this session\n") &&
            Contains("maximumSessions")
    );
    CHECK(journal.only().in_words() == "GET /api/me 200");
    CHECK(second.send("GET", "/api/me").exit_code == 0);
}

TEST_CASE("spring concurrency: who must not log in twice is refused", "[spring]") {
    const Latch latch;
    const Visitor first(latch, "conc2", "first");
    const Visitor second(latch, "conc2", "second");
    first.sign_in();
    const std::string token = "_csrf=" + csrf_field(second.send("GET", "/login").out);
    const Journal journal("conc2");
    const Ran refused = second.run(
        {"--form"}, {"POST", second.url("/login"), "username=alice", "password=wonderland", token}
    );
    CHECK(refused.exit_code == 7);
    CHECK_THAT(refused.err, StartsWith("latch: login refused: the answer leads to http://"));
    CHECK(journal.only().in_words() == "POST /login 302");
    CHECK(first.send("GET", "/api/me").exit_code == 0);
}

TEST_CASE("spring concurrency: the way to a page about expiry is not success", "[spring]") {
    const Latch latch;
    const Visitor first(latch, "conc3", "first");
    first.sign_in();
    Visitor(latch, "conc3", "second").sign_in();
    const Journal journal("conc3");
    const Ran kicked = first.send("GET", "/api/me");
    CHECK(kicked.exit_code == 7);
    CHECK_THAT(kicked.err, StartsWith("latch: not signed in: the answer leads to http://"));
    CHECK_THAT(kicked.err, Contains("/session-expired\n"));
    CHECK(journal.only().in_words() == "GET /api/me 302");
}
