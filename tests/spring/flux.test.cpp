// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

const Words one_post{"POST /api/items 201"};
/// As the cookie has it, which Spring wants masked.
const Words first_post{"POST /api/items 403", "POST /api/items 201"};

Ran log_in(Latch& latch, const Visitor& visitor, const std::string& password = "wonderland") {
    latch.set("PW", password);
    return latch.run({"login", "@app", visitor.url("/login"), "alice", "--auth-from=env:PW"});
}

void end_sessions(const Latch& latch) {
    const std::string door = application().address("ctl") + "/restart-sessions?ctx=flux";
    REQUIRE(latch.run({"POST", door}).exit_code == 0);
}

/// What one POST to /api/items sends; it has to succeed.
Words post(const Visitor& visitor) {
    const Journal journal("flux");
    const Ran made = visitor.send("POST", "/api/items", {"name=tea"});
    INFO(made.err);
    CHECK(made.exit_code == 0);
    return journal.in_words();
}

} // namespace

TEST_CASE("spring flux: one page, one form, and later calls are one request", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "flux");
    const Journal journal("flux");
    const Ran ran = log_in(latch, alice);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
    const Arrival login = journal.arrivals()[1];
    CHECK_THAT(login.request.body, Contains("username=alice") && Contains("_csrf="));
    CHECK(login.header("X-XSRF-TOKEN") == "none");
    CHECK(alice.count_cookies("SESSION") == 1);

    const Journal after("flux");
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.out, Contains("\"user\":\"alice\""));
    CHECK(after.in_words() == Words{"GET /api/me 200"});
}

TEST_CASE("spring flux: a wrong password is sent once, and not again", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "flux");
    const Journal journal("flux");
    const Ran ran = log_in(latch, alice, "queen");
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("bad credentials"));
    CHECK(log_in(latch, alice, "queen").exit_code == 7);
    const Words words = journal.in_words();
    CHECK(std::ranges::count(words, "POST /login 302") == 1);
}

TEST_CASE(
    "spring flux: the cookie's token is masked at the second try, and then known", "[spring]"
) {
    Latch latch;
    const Visitor alice(latch, "flux");
    REQUIRE(log_in(latch, alice).exit_code == 0);
    CHECK(post(alice) == first_post);
    CHECK(post(alice) == one_post);
    for (const std::string method : {"PUT", "PATCH", "DELETE"}) {
        INFO(method);
        const Journal journal("flux");
        CHECK(alice.send(method, "/api/items/1", {"name=tea"}).exit_code == 0);
        CHECK(journal.arrivals().size() == 1);
    }
}

TEST_CASE(
    "spring flux: its bare 403 hands out no token, and one is found all the same", "[spring]"
) {
    Latch latch;
    const Visitor alice(latch, "flux");
    REQUIRE(log_in(latch, alice).exit_code == 0);
    REQUIRE(
        latch.run({"session", "set", "app", "cookie:XSRF-TOKEN=", "--origin=" + alice.url("/")})
            .exit_code == 0
    );
    CHECK(
        post(alice) ==
        Words{"POST /api/items 403", "GET /login 200", "POST /api/items 403", "POST /api/items 201"}
    );
    CHECK(post(alice) == one_post);
}

TEST_CASE("spring flux: a lost session is got back, for a body as well", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "flux");
    REQUIRE(log_in(latch, alice).exit_code == 0);
    CHECK(post(alice) == first_post);
    end_sessions(latch);
    const Journal journal("flux");
    const Ran me = alice.send("GET", "/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(nlohmann::json::parse(me.out).at("user") == "alice");
    CHECK(
        journal.in_words() ==
        Words{"GET /api/me 302", "GET /login 200", "POST /login 302", "GET /api/me 200"}
    );

    end_sessions(latch);
    const Words words = post(alice);
    INFO(Catch::Detail::stringify(words));
    CHECK(std::ranges::count(words, "POST /api/items 201") == 1);
    CHECK(std::ranges::count(words, "POST /login 302") == 1);
    CHECK(post(alice) == one_post);
}

TEST_CASE("spring flux: a logout is one, and nobody is signed in after it", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "flux");
    REQUIRE(log_in(latch, alice).exit_code == 0);
    const Journal journal("flux");
    const Ran ran = latch.run({"logout", "@app"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /logout 200", "POST /logout 302"});
    CHECK(alice.send("GET", "/api/me").exit_code == 7);
}

TEST_CASE("spring flux: who is not signed in is told so", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "flux");
    const Journal journal("flux");
    const Ran me = nobody.send("GET", "/api/me", {"Accept:application/json"});
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("not signed in"));
    CHECK(journal.only().in_words() == "GET /api/me 302");
}
