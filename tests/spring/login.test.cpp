// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

/// Somebody with a password in the variable PW, and where to sign in.
struct Person {
    std::string name = "alice";
    std::string password = "wonderland";
    std::string page = "/login";
};

Ran log_in(
    Latch& latch, const Visitor& visitor, const Words& more = {}, const Person& person = {}
) {
    latch.set("PW", person.password);
    Words words{"login", "@app", visitor.url(person.page), person.name, "--auth-from=env:PW"};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

bool has_session(const Visitor& visitor) {
    return visitor.count_cookies("JSESSIONID") > 0;
}

} // namespace

TEST_CASE("spring login: one page, one form, and the session is another one", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    const Journal journal("form");
    const Ran ran = log_in(latch, alice);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("as alice until the server ends the session"));
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
    const auto arrivals = journal.arrivals();
    CHECK(arrivals[0].header("Cookie") == "none");
    const std::string first = arrivals[1].header("Cookie");
    CHECK_THAT(first, Contains("JSESSIONID="));
    CHECK_THAT(arrivals[1].request.body, Contains("_csrf="));
    CHECK(arrivals[1].header("X-CSRF-TOKEN") == "none");
    CHECK(first != "JSESSIONID=" + alice.cookie_value("JSESSIONID"));

    const Journal after("form");
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 0);
    CHECK(after.in_words() == Words{"GET /api/me 200"});
    CHECK(after.only().header("Cookie") == "JSESSIONID=" + alice.cookie_value("JSESSIONID"));
}

TEST_CASE("spring login: a wrong password is sent once, and not again", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    const Journal journal("form");
    const Ran ran = log_in(latch, alice, {}, {.name = "alice", .password = "queen"});
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("bad credentials"));
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
    CHECK(alice.send("GET", "/api/me").exit_code == 7);
    CHECK(log_in(latch, alice, {}, {.name = "alice", .password = "queen"}).exit_code == 7);
    CHECK(journal.in_words().size() == 3);
}

TEST_CASE("spring login: an account that is locked is not tried twice", "[spring]") {
    Latch latch;
    const Visitor locked(latch, "form");
    const Person person{.name = "locked", .password = "locked"};
    CHECK(log_in(latch, locked, {}, person).exit_code == 7);
    const Journal journal("form");
    CHECK(log_in(latch, locked, {}, person).exit_code == 7);
    CHECK(journal.in_words().empty());
    CHECK(log_in(latch, locked, {"--force"}, person).exit_code == 7);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
}

TEST_CASE("spring login: a password that was changed costs one attempt", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    REQUIRE(log_in(latch, alice).exit_code == 0);
    latch.set("PW", "changed-on-the-server");
    const Journal journal("form");
    CHECK(latch.run({"login", "@app"}).exit_code == 7);
    CHECK(latch.run({"login", "@app"}).exit_code == 7);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
}

TEST_CASE("spring login: a login that fails takes remember-me away", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    const Ran ran = log_in(latch, alice, {"remember-me=on"});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("and remembered until "));
    CHECK(alice.count_cookies("remember-me") == 1);
    CHECK(log_in(latch, alice, {}, {.name = "alice", .password = "queen"}).exit_code == 7);
    CHECK(alice.count_cookies("remember-me") == 0);
}

TEST_CASE("spring logout: the server ends the session, and its cookies go", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    REQUIRE(log_in(latch, alice, {"remember-me=on"}).exit_code == 0);
    const Journal journal("form");
    const Ran ran = latch.run({"logout", "@app"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /logout 200", "POST /logout 302"});
    CHECK_THAT(journal.arrivals()[1].request.body, Contains("_csrf="));
    CHECK(alice.file().at("cookies").empty());
    CHECK(alice.send("GET", "/api/me").exit_code == 7);
}

TEST_CASE("spring logout: what is asked for as a page works beside Basic as well", "[spring]") {
    Latch latch;
    const Visitor user(latch, "boot");
    const Person person{.name = "user", .password = "pass"};
    REQUIRE(log_in(latch, user, {}, person).exit_code == 0);
    const Journal journal("boot");
    const Ran ran = latch.run({"logout", "@app"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /logout 200", "POST /logout 302"});
    CHECK_FALSE(has_session(user));
}

TEST_CASE("spring login: an error that was saved is where it leads, and no failure", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    alice.send("GET", "/public/nothing-of-that-name", {"Accept:text/html"});
    const Journal journal("form");
    const Ran ran = log_in(latch, alice);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
    CHECK(alice.send("GET", "/api/me", {"Accept:application/json"}).exit_code == 0);
}

TEST_CASE("spring login: the token in a cookie is the one of after the login", "[spring]") {
    struct Case {
        std::string context;
        Words first_post;
    };

    const std::vector<Case> cases{
        {"spa", {"POST /api/items 201"}},
        {"spa-xor", {"POST /api/items 403", "POST /api/items 403", "POST /api/items 201"}},
    };
    for (const Case& c : cases) {
        INFO(c.context);
        Latch latch;
        const Visitor alice(latch, c.context);
        REQUIRE(log_in(latch, alice).exit_code == 0);
        CHECK(alice.count_cookies("XSRF-TOKEN") == (c.context == "spa" ? 1 : 0));
        const Journal journal(c.context);
        CHECK(alice.send("POST", "/api/items", {"name=tea"}).exit_code == 0);
        CHECK(journal.in_words() == c.first_post);
        CHECK(latch.run({"logout", "@app"}).exit_code == 0);
        CHECK_FALSE(has_session(alice));
    }
}

TEST_CASE("spring login: a page with two forms below a context path", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "formctx");
    const Journal journal("formctx");
    const Ran ran = log_in(latch, alice, {}, {.page = "/shop/login"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /shop/login 200", "POST /shop/signin 302"});
    CHECK_THAT(journal.arrivals()[1].request.body, Contains("email=alice&secret=wonderland"));
    CHECK(alice.send("GET", "/shop/api/me").exit_code == 0);
    CHECK(latch.run({"logout", "@app"}).exit_code == 0);
    CHECK(alice.file().at("cookies").empty());
}

TEST_CASE("spring login: a session that is over leads back to the page", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "formctx");
    latch.run(
        {"session", "set", "app", "cookie:SESSION=bm9ib2R5", "--origin=" + alice.url("/shop/")}
    );
    const Journal journal("formctx");
    const Ran ran = log_in(latch, alice, {}, {.page = "/shop/api/me"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words().back() == "POST /shop/signin 302");
    CHECK(alice.send("GET", "/shop/api/me").exit_code == 0);
}
