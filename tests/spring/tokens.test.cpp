// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

/// `latch login --json` as alice, whose password is in the variable PW.
void log_in(Latch& latch, const Visitor& visitor, const std::string& path) {
    latch.set("PW", "wonderland");
    const Ran ran =
        latch.run({"login", "@app", "--json", visitor.url(path), "alice", "--auth-from=env:PW"});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
}

/// The same for a token that has been refreshed, so that the place for that is known.
void log_in_with_known_refresh(Latch& latch, const Visitor& visitor) {
    log_in(latch, visitor, "/auth/login/accessToken?life=-5");
    REQUIRE(visitor.send("GET", "/api/me").exit_code == 0);
}

/// All tokens that were issued are worth nothing.
void rotate_key(const Latch& latch) {
    REQUIRE(latch.run({"POST", application().address("ctl") + "/rotate-jwt-key"}).exit_code == 0);
}

nlohmann::json auth_of(const Visitor& visitor) {
    return visitor.file()["origins"].begin().value()["auth"];
}

} // namespace

TEST_CASE(
    "spring tokens: one that has ended is refreshed first, then there is one GET", "[spring]"
) {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in(latch, alice, "/auth/login/accessToken?life=-5");
    const std::string first = auth_of(alice)["refresh"];
    const Journal journal("jwt");
    const Ran me = alice.send("GET", "/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(me.err.empty());
    // Next to the login there is none; the place above it is found, and known from then on.
    const Words made = journal.in_words();
    CHECK(made.back() == "GET /api/me 200");
    CHECK(made.at(made.size() - 2) == "POST /auth/refresh 200");
    CHECK(auth_of(alice)["refresh"] != first);

    log_in(latch, alice, "/auth/login/accessToken?life=-5");
    const Journal again("jwt");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(again.in_words() == Words{"POST /auth/refresh 200", "GET /api/me 200"});
    const Journal good("jwt");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(good.in_words() == Words{"GET /api/me 200"});
}

TEST_CASE("spring tokens: invalid_token is refreshed and tried once more, a body too", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in_with_known_refresh(latch, alice);
    rotate_key(latch);
    const Journal journal("jwt");
    const Ran posted = alice.send("POST", "/api/items", {"a=1"});
    INFO(posted.err);
    CHECK(posted.exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{"POST /api/items 401", "POST /auth/refresh 200", "POST /api/items 201"}
    );
    const auto arrivals = journal.arrivals();
    CHECK(arrivals.at(0).request.body == arrivals.at(2).request.body);
    CHECK_THAT(arrivals.at(0).header("Authorization"), Contains("Bearer "));
    CHECK(arrivals.at(1).header("Authorization") == "none");
}

TEST_CASE("spring tokens: a refresh token that was used leads to the password", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in(latch, alice, "/auth/login/accessToken");
    // As if another machine had the same session: its refresh token is used meanwhile.
    const Visitor other(latch, "jwt", "other");
    std::filesystem::copy_file(latch.session_file("app"), latch.session_file("other"));
    rotate_key(latch);
    REQUIRE(alice.send("GET", "/api/me").exit_code == 0);
    const Journal journal("jwt");
    const Ran me = other.send("GET", "/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    const Words made = journal.in_words();
    CHECK(made.back() == "GET /api/me 200");
    CHECK(std::ranges::count(made, "POST /auth/refresh 401") == 1);
    CHECK(std::ranges::count(made, "POST /auth/login/accessToken 200") == 1);
}

TEST_CASE("spring tokens: without refresh token and password that is exit code 7", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in(latch, alice, "/auth/login/text?life=-5");
    latch.unset("PW");
    const Journal journal("jwt");
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("PW"));
    CHECK(journal.in_words() == Words{"GET /api/me 401"});
    CHECK(journal.only().header("Authorization") == "none");
    CHECK(alice.send("GET", "/public").exit_code == 0);
}

TEST_CASE("spring tokens: a new key of the server leads to a new login", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in(latch, alice, "/auth/login/text");
    rotate_key(latch);
    const Journal journal("jwt");
    const Ran me = alice.send("GET", "/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{"GET /api/me 401", "POST /auth/login/text 200", "GET /api/me 200"}
    );
}

TEST_CASE("spring tokens: a home-made 403 without a challenge may mean an old token", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in_with_known_refresh(latch, alice);
    log_in(latch, alice, "/auth/login/accessToken?life=-5");
    const Journal journal("jwt");
    CHECK(alice.send("GET", "/legacy/me").exit_code == 0);
    CHECK(journal.in_words() == Words{"POST /auth/refresh 200", "GET /legacy/me 200"});
    // The token is good: what is forbidden stays forbidden.
    const Journal forbidden("jwt");
    CHECK(alice.send("GET", "/legacy/admin").exit_code == 4);
    CHECK(forbidden.in_words() == Words{"GET /legacy/admin 403"});
}

TEST_CASE("spring tokens: a 403 without a challenge to a token of unknown age", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in_with_known_refresh(latch, alice);
    // A token that says nothing of its end, and is none that the server knows.
    auto file = alice.file();
    auto& auth = file["origins"].begin().value()["auth"];
    auth["secret"] = "0paque-and-old";
    auth.erase("expires");
    std::ofstream(latch.session_file("app")) << file;
    const Journal journal("jwt");
    const Ran me = alice.send("GET", "/legacy/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{"GET /legacy/me 403", "POST /auth/refresh 200", "GET /legacy/me 200"}
    );
}

TEST_CASE("spring tokens: of many at once one refreshes, and all go on", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in_with_known_refresh(latch, alice);
    log_in(latch, alice, "/auth/login/accessToken?life=-5");
    const Journal journal("jwt");
    std::vector<Process> runs;
    runs.reserve(10);
    for (int run = 0; run < 10; ++run) {
        runs.push_back(latch.start({"@app", alice.url("/api/me")}));
    }
    for (Process& run : runs) {
        const Ran ran = run.wait();
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
    }
    const Words made = journal.in_words();
    CHECK(std::ranges::count(made, "POST /auth/refresh 200") == 1);
    CHECK(std::ranges::count(made, "GET /api/me 200") == 10);
    CHECK(made.size() == 11);
}

TEST_CASE(
    "spring tokens: what needs none is not refused because of one that has ended", "[spring]"
) {
    Latch latch;
    const Visitor alice(latch, "jwt");
    log_in(latch, alice, "/auth/login/text?life=-5");
    latch.unset("PW");
    const Journal journal("jwt");
    CHECK(alice.send("GET", "/public").exit_code == 0);
    CHECK(journal.only().header("Authorization") == "none");
}
