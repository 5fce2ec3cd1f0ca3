// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Words = std::vector<std::string>;

namespace {

/// `latch login --json` as alice, whose password is in the variable PW.
Ran log_in(Latch& latch, const Visitor& visitor, const std::string& path, const Words& more = {}) {
    latch.set("PW", "wonderland");
    Words words{"login", "@app", "--json", visitor.url(path), "alice", "--auth-from=env:PW"};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

} // namespace

TEST_CASE("spring jwt: a token is found wherever a login answers it", "[spring]") {
    for (const std::string shape :
         {"token",
          "accessToken",
          "access_token",
          "jwt",
          "id_token",
          "jhipster",
          "data",
          "response",
          "authorization",
          "x-auth-token",
          "text"}) {
        INFO(shape);
        Latch latch;
        const Visitor alice(latch, "jwt");
        const Journal journal("jwt");
        const Ran ran = log_in(latch, alice, "/auth/login/" + shape);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK_THAT(ran.out, Contains("as alice until 20"));
        const Arrival login = journal.only();
        CHECK(login.request.body == R"({"username":"alice","password":"wonderland"})");
        CHECK(login.header("Cookie") == "none");

        const Journal after("jwt");
        const Ran me = alice.send("GET", "/api/me");
        CHECK(me.exit_code == 0);
        CHECK_THAT(me.out, Contains("\"user\":\"alice\"") && Contains("\"auth\":\"jwt\""));
        CHECK_THAT(after.only().header("Authorization"), StartsWith("Bearer eyJ"));
    }
}

TEST_CASE("spring jwt: a token in a cookie goes as the cookie", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/cookie").exit_code == 0);
    const Journal journal("jwt");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(journal.only().header("Authorization") == "none");
    CHECK_THAT(journal.only().header("Cookie"), StartsWith("jwt=eyJ"));
}

TEST_CASE("spring jwt: a token goes to no other origin", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/token").exit_code == 0);
    const Visitor elsewhere(latch, "form");
    const Journal journal("form");
    CHECK(elsewhere.send("GET", "/public").exit_code == 0);
    CHECK(journal.only().header("Authorization") == "none");
}

TEST_CASE("spring jwt: a request with a token needs none against CSRF", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/token").exit_code == 0);
    for (const std::string method : {"POST", "PUT", "PATCH", "DELETE"}) {
        INFO(method);
        const Journal journal("jwt");
        CHECK(alice.send(method, "/api/items/1", {"a=1"}).exit_code == 0);
        CHECK(journal.only().header("X-CSRF-TOKEN") == "none");
    }
}

TEST_CASE("spring jwt: a wrong password is sent once, and not again", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    const Journal journal("jwt");
    const Words words{
        "login", "@app", "--json", alice.url("/auth/login/token"), "alice:queen-of-hearts"};
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("401: Bad credentials"));
    CHECK(latch.run(words).exit_code == 7);
    CHECK(journal.in_words() == Words{"POST /auth/login/token 401"});
    CHECK(alice.send("GET", "/api/me").exit_code == 4);
}

TEST_CASE("spring jwt: what answers no token signs nobody in", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    for (const std::string shape : {"none", "page"}) {
        INFO(shape);
        const Ran ran = log_in(latch, alice, "/auth/login/" + shape);
        CHECK(ran.exit_code == 7);
        CHECK_THAT(ran.err, Contains("there is no token in the answer"));
    }
    const Visitor form(latch, "form");
    const Ran ran = log_in(latch, form, "/login");
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("takes no JSON") && Contains("leave --json away"));
}

TEST_CASE("spring jwt: the user may be called otherwise", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    const Journal journal("jwt");
    CHECK(log_in(latch, alice, "/auth/login/token", {"email="}).exit_code == 0);
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
    for (const Arrival& arrival : journal.arrivals()) {
        CHECK(arrival.request.body == R"({"email":"alice","password":"wonderland"})");
        CHECK(arrival.header("Authorization") == "none");
    }
}

TEST_CASE("spring jwt: a token without the right is forbidden, and nothing else", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/token").exit_code == 0);
    const Journal journal("jwt");
    const Ran ran = alice.send("GET", "/api/admin");
    CHECK(ran.exit_code == 4);
    CHECK_THAT(ran.err, Contains("the token is good, but not for this"));
    CHECK(journal.in_words() == Words{"GET /api/admin 403"});
}

TEST_CASE("spring jwt: latch token tells the token, what it says, and that it ended", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/token").exit_code == 0);
    const Journal journal("jwt");
    const Ran token = latch.run({"token", "@app"});
    CHECK(token.exit_code == 0);
    CHECK(
        token.out ==
        alice.file()["origins"].begin().value()["auth"]["secret"].get<std::string>() + '\n'
    );
    const Ran claims = latch.run({"token", "@app", "--decode"});
    CHECK_THAT(claims.out, Contains("\"sub\": \"alice\"") && Contains("\"exp\": "));
    CHECK(journal.arrivals().empty());

    REQUIRE(log_in(latch, alice, "/auth/login/token?life=-5").exit_code == 0);
    const Ran ended = latch.run({"token", "@app"});
    CHECK(ended.exit_code == 7);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Contains("has expired"));
}

TEST_CASE("spring jwt: Basic is tried once before it is kept", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "basic");
    latch.set("PW", "wonderland");
    const Words words{
        "login", "@app", "--basic", alice.url("/api/me"), "alice", "--auth-from=env:PW"};
    const Journal journal("basic");
    const Ran ran = latch.run(words);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /api/me 200", "GET /api/me 200"});

    latch.set("PW", "queen-of-hearts");
    const Journal refused("basic");
    CHECK(latch.run(words).exit_code == 7);
    CHECK(latch.run(words).exit_code == 7);
    CHECK(refused.in_words() == Words{"GET /api/me 401"});
}

TEST_CASE("spring jwt: a token from elsewhere is tried once before it is kept", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "jwt");
    REQUIRE(log_in(latch, alice, "/auth/login/token").exit_code == 0);
    std::string token = latch.run({"token", "@app"}).out;
    token.pop_back();
    latch.set("TOKEN", token);
    const Visitor other(latch, "jwt", "other");
    const Words words{
        "login", "@other", "--auth-type=bearer", "--auth-from=env:TOKEN", other.url("/api/me")};
    const Ran ran = latch.run(words);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(other.send("GET", "/api/me").exit_code == 0);
    const Ran wrong =
        latch.run({"login", "@third", "--bearer=no.such.token", other.url("/api/me")});
    CHECK(wrong.exit_code == 7);
    CHECK_THAT(wrong.err, Contains("login refused"));
}
