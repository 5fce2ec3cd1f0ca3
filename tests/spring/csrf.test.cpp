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
using Words = std::vector<std::string>;

namespace {

/// What one POST to /api/items sends; it has to succeed.
Words post(const Visitor& visitor) {
    const Journal journal(visitor.context());
    const Ran made = visitor.send("POST", "/api/items", {"name=tea"});
    INFO(made.err);
    CHECK(made.exit_code == 0);
    CHECK_THAT(made.out, StartsWith(R"({"count":)"));
    return journal.in_words();
}

const Words one_post{"POST /api/items 201"};

/// Whether a POST of a signed-in visitor ends well, and the next is one request.
void check_learning(const Visitor& visitor, const Words& first) {
    CHECK(post(visitor) == first);
    CHECK(post(visitor) == one_post);
}

} // namespace

TEST_CASE("spring csrf: a token of the session is found after one refusal", "[spring]") {
    for (const std::string context : {"form", "tls"}) {
        INFO(context);
        const Latch latch;
        const Visitor alice(latch, context);
        alice.sign_in();
        const Words first{"POST /api/items 403", "GET /login 200", "POST /api/items 201"};
        check_learning(alice, first);
    }
}

TEST_CASE("spring csrf: a piped body waits for its token and is sent once", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    const Journal journal("form");
    const std::string body(5'000'000, 'x');
    const Ran ran =
        latch.run({"@app", "POST", alice.url("/api/items"), "@-"}, {.in = PipedInput{body}});
    CHECK(ran.exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /api/items 201"});
}

TEST_CASE("spring csrf: methods that change something carry the token, others none", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    post(alice);

    struct Case {
        std::string method, path;
        bool has_token;
    };

    const std::vector<Case> cases{
        {"POST", "/api/items", true},
        {"PUT", "/api/items/1", true},
        {"PATCH", "/api/items/1", true},
        {"DELETE", "/api/items/1", true},
        {"GET", "/api/items", false},
        {"HEAD", "/api/items", false},
        {"OPTIONS", "/api/items", false},
    };
    for (const Case& c : cases) {
        INFO(c.method);
        const Journal journal("form");
        CHECK(alice.send(c.method, c.path).exit_code == 0);
        CHECK((journal.only().header("X-CSRF-TOKEN") != "none") == c.has_token);
    }
}

TEST_CASE("spring csrf: a token from before a login is not used after it", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    post(alice);
    const std::string old = alice.file()["origins"].begin().value()["csrf"]["token"];
    const Ran page = alice.send("GET", "/login");
    const Ran again = alice.run(
        {"--form"},
        {"POST",
         alice.url("/login"),
         "username=alice",
         "password=wonderland",
         "_csrf=" + csrf_field(page.out)}
    );
    CHECK(again.exit_code == 3);
    const Journal journal("form");
    CHECK(alice.send("POST", "/api/items", {"name=tea"}).exit_code == 0);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /api/items 201"});
    for (const Arrival& arrival : journal.arrivals()) {
        CHECK(arrival.header("X-CSRF-TOKEN") != old);
    }
}

TEST_CASE("spring csrf: a token that was typed is sent as typed, and not helped", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    const Journal journal("form");
    CHECK(alice.send("POST", "/api/items", {"X-CSRF-TOKEN:abc"}).exit_code == 4);
    CHECK(journal.only().header("X-CSRF-TOKEN") == "abc");
}

TEST_CASE("spring csrf: what is forbidden is not taken for want of a token", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    post(alice);
    const Journal journal("form");
    const Ran ran = alice.send("POST", "/api/admin");
    CHECK(ran.exit_code == 4);
    CHECK_THAT(ran.err, Contains("forbidden (not CSRF)"));
    // The GET finds the same token in another mask.
    CHECK(journal.in_words() == Words{"POST /api/admin 403", "GET /login 200"});
    CHECK(post(alice) == one_post);
}

TEST_CASE("spring csrf: Basic with a token of the session", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "basic");
    CHECK(alice.run({"--auth", "alice:wonderland"}, {alice.url("/api/me")}).exit_code == 0);
    const Journal journal("basic");
    CHECK(alice.send("POST", "/api/items", {"name=tea"}).exit_code == 0);
    for (const Arrival& arrival : journal.arrivals()) {
        CHECK(arrival.header("Authorization") == "Basic YWxpY2U6d29uZGVybGFuZA==");
    }
    CHECK(journal.in_words().back() == "POST /api/items 201");
    CHECK(alice.count_cookies("JSESSIONID") == 1);
    CHECK(post(alice) == one_post);
}

TEST_CASE("spring csrf: a wrong Basic password is not tried again and again", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "basic");
    const Journal journal("basic");
    const Ran ran =
        alice.run({"--auth", "alice:wrong"}, {"POST", alice.url("/api/items"), "name=tea"});
    CHECK(ran.exit_code == 4);
    CHECK(journal.in_words() == Words{"POST /api/items 401", "GET /login 401"});
}

TEST_CASE("spring csrf: a cookie's token is sent as its checker wants it", "[spring]") {
    struct Case {
        std::string context;
        Words first;
        std::string mode;
    };

    const std::string refused = "POST /api/items 403";
    const std::vector<Case> cases{
        {"spa", one_post, "cookie-raw"},
        {"spa-plain", {refused, one_post[0]}, "cookie-raw"},
        {"spa-xor", {refused, refused, one_post[0]}, "cookie-masked"},
    };
    for (const Case& c : cases) {
        INFO(c.context);
        const Latch latch;
        const Visitor alice(latch, c.context);
        alice.sign_in();
        check_learning(alice, c.first);
        CHECK(alice.file()["origins"].begin().value()["csrf"]["mode"] == c.mode);
        // A login takes the token away; the way to one stays known.
        alice.sign_in();
        const Words after = post(alice);
        CHECK(after.size() <= 2);
        CHECK(after.back() == one_post[0]);
    }
}

TEST_CASE("spring csrf: below its path, whatever hides the refusal", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "formctx");
    LoginForm form;
    form.page = "/shop/login";
    form.action = "/shop/signin";
    form.user = "email=alice";
    form.password = "secret=wonderland";
    alice.sign_in(form);
    const auto send = [&] {
        const Journal journal("formctx");
        CHECK(alice.send("POST", "/shop/api/items", {"name=tea"}).exit_code == 0);
        return journal.in_words();
    };
    const Words first{
        "POST /shop/api/items 302", "GET /shop/login 200", "POST /shop/api/items 201"};
    CHECK(send() == first);
    CHECK(send() == Words{"POST /shop/api/items 201"});
    CHECK(alice.file()["origins"].begin().value()["csrf"]["path"] == "/shop");
}

TEST_CASE("spring csrf: a session that is over is not revived by a token", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    alice.run({}, {"POST", alice.url("/logout")});
    const Journal journal("form");
    const Ran ran = alice.send("POST", "/api/items", {"name=tea"});
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, StartsWith("latch: not signed in"));
    CHECK(journal.arrivals().size() <= 2);
}

TEST_CASE("spring csrf: what one origin handed out does not go to another", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "spa");
    alice.sign_in();
    post(alice);
    const Journal journal("io");
    CHECK(alice.run({}, {"POST", application().address("io") + "/echo", "a=b"}).exit_code == 0);
    CHECK(journal.only().header("X-XSRF-TOKEN") == "none");
    CHECK(journal.only().header("Referer") == "none");
}

TEST_CASE("spring csrf: a login by hand needs no token of its own", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.send("GET", "/login");
    const Ran answer = alice.run(
        {"--form"}, {"POST", alice.url("/login"), "username=alice", "password=wonderland"}
    );
    CHECK(answer.exit_code == 3);
    CHECK_THAT(alice.send("GET", "/api/me").out, StartsWith(R"({"user":"alice",)"));
}
