// SPDX-License-Identifier: MIT
#include "django/django.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using Words = std::vector<std::string>;

namespace {

const std::string page = "/accounts/login/";
const Words one_login{"GET /accounts/login/ 200", "POST /accounts/login/ 302"};

Ran log_in(Latch& latch, const Django& django, const std::string& password = "wonderland") {
    latch.set("PW", password);
    return latch.run({"login", "@app", django.url(page), "alice", "--auth-from=env:PW"});
}

Ran send(const Latch& latch, const Django& django, const Words& words) {
    Words line{"@app", words.at(0), django.url(words.at(1))};
    line.insert(line.end(), words.begin() + 2, words.end());
    return latch.run(line);
}

/// The value of a cookie of the session, or "none".
std::string cookie(const Latch& latch, const std::string& name) {
    const json file = json::parse(latch.session("app"));
    for (const json& each : file.at("cookies")) {
        if (each.at("name") == name) {
            return each.at("value").get<std::string>();
        }
    }
    return "none";
}

std::ptrdiff_t count(const Words& words, const std::string& word) {
    return std::ranges::count(words, word);
}

} // namespace

TEST_CASE("django: a login by its form, and later calls are one request", "[django]") {
    Latch latch;
    Django django;
    const Ran ran = log_in(latch, django);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("as alice until 20"));
    const auto arrivals = django.arrivals();
    REQUIRE(arrivals.size() == 2);
    CHECK(Words{arrivals[0].in_words, arrivals[1].in_words} == one_login);
    CHECK(arrivals[0].cookies == "none");
    // The form's own field does it, and the login changes the token.
    CHECK(arrivals[1].token == "none");
    CHECK_THAT(
        arrivals[1].cookies, Contains("csrftoken=") && !Contains(cookie(latch, "csrftoken"))
    );

    const Ran me = send(latch, django, {"GET", "/api/me"});
    CHECK(me.exit_code == 0);
    CHECK(json::parse(me.out).at("user") == "alice");
    CHECK(django.in_words() == Words{"GET /api/me 200"});
}

TEST_CASE("django: a wrong password is the form again, which is no success", "[django]") {
    Latch latch;
    Django django;
    const Ran ran = log_in(latch, django, "queen");
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("login page again"));
    CHECK(log_in(latch, django, "queen").exit_code == 7);
    CHECK(count(django.in_words(), "POST /accounts/login/ 200") == 1);
    CHECK(send(latch, django, {"GET", "/api/me"}).exit_code == 7);
}

TEST_CASE("django: what changes something carries the cookie's token", "[django]") {
    Latch latch;
    Django django;
    REQUIRE(log_in(latch, django).exit_code == 0);
    for (const std::string method : {"POST", "PUT", "PATCH", "DELETE"}) {
        INFO(method);
        django.arrivals();
        CHECK(send(latch, django, {method, "/api/items", "name=tea"}).exit_code == 0);
        const auto arrivals = django.arrivals();
        REQUIRE(arrivals.size() == 1);
        CHECK(arrivals[0].in_words == method + " /api/items 201");
        CHECK(arrivals[0].token == cookie(latch, "csrftoken"));
    }
    CHECK(send(latch, django, {"GET", "/api/items"}).exit_code == 0);
    CHECK(django.arrivals().at(0).token == "none");
}

TEST_CASE("django: without its cookie the token is had from the page", "[django]") {
    Latch latch;
    Django django;
    REQUIRE(log_in(latch, django).exit_code == 0);
    const std::string session = cookie(latch, "sessionid");
    const Words refill{"session", "set", "app", "cookie:csrftoken=", "--origin=" + django.url("/")};
    REQUIRE(latch.run(refill).exit_code == 0);
    django.arrivals();
    const Ran posted = send(latch, django, {"POST", "/api/items", "name=tea"});
    INFO(posted.err);
    CHECK(posted.exit_code == 0);
    const Words words = django.in_words();
    INFO(Catch::Detail::stringify(words));
    CHECK(words.front() == "POST /api/items 403");
    CHECK(words.back() == "POST /api/items 201");
    CHECK(words.size() == 3);
    CHECK(cookie(latch, "sessionid") == session);
    CHECK(send(latch, django, {"POST", "/api/items", "name=tea"}).exit_code == 0);
    CHECK(django.in_words() == Words{"POST /api/items 201"});
}

TEST_CASE("django: with its token in the session, the form has it", "[django]") {
    Latch latch;
    Django django(DjangoToken::in_session);
    REQUIRE(log_in(latch, django).exit_code == 0);
    CHECK(cookie(latch, "csrftoken") == "none");
    django.arrivals();
    const Ran posted = send(latch, django, {"POST", "/api/items", "name=tea"});
    INFO(posted.err);
    CHECK(posted.exit_code == 0);
    CHECK(
        django.in_words() ==
        Words{"POST /api/items 403", "GET /accounts/login/ 200", "POST /api/items 201"}
    );
    CHECK(send(latch, django, {"POST", "/api/items", "name=tea"}).exit_code == 0);
    CHECK(django.in_words() == Words{"POST /api/items 201"});
}

TEST_CASE("django: a lost session is got back, for a body as well", "[django]") {
    for (const DjangoToken kept : {DjangoToken::in_cookie, DjangoToken::in_session}) {
        Latch latch;
        Django django(kept);
        REQUIRE(log_in(latch, django).exit_code == 0);
        REQUIRE(send(latch, django, {"POST", "/api/items", "name=tea"}).exit_code == 0);
        django.end_sessions();
        django.arrivals();
        const Ran me = send(latch, django, {"GET", "/api/me"});
        INFO(me.err);
        CHECK(me.exit_code == 0);
        CHECK(
            django.in_words() ==
            Words{"GET /api/me 302", one_login[0], one_login[1], "GET /api/me 200"}
        );

        django.end_sessions();
        CHECK(send(latch, django, {"POST", "/api/items", "name=cup"}).exit_code == 0);
        const Words words = django.in_words();
        INFO(Catch::Detail::stringify(words));
        CHECK(count(words, "POST /api/items 201") == 1);
        CHECK(count(words, one_login[1]) == 1);
    }
}

TEST_CASE("django: a logout is one, and nobody is signed in after it", "[django]") {
    Latch latch;
    Django django;
    REQUIRE(log_in(latch, django).exit_code == 0);
    const std::string session = cookie(latch, "sessionid");
    const Ran ran = latch.run({"logout", "@app", django.url("/accounts/logout/")});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(cookie(latch, "sessionid") == "none");
    CHECK(send(latch, django, {"GET", "/api/me"}).exit_code == 7);
    // On the server, too.
    const Ran old = latch.run({django.url("/api/me"), "Cookie:sessionid=" + session});
    CHECK(old.exit_code == 7);
}

TEST_CASE("django: who is not signed in is told so, and gets no page", "[django]") {
    const Latch latch;
    Django django;
    const Ran ran = latch.run({"--follow", django.url("/api/me")});
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, Contains("not signed in"));
}
