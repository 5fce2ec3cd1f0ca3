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

namespace {

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("spring boot: what a caller without credentials gets depends on Accept", "[spring]") {
    struct Case {
        std::string why, item, status;
        int exit_code;
        bool challenged, has_new_session;
    };

    const std::vector<Case> cases{
        {"latch's own Accept, */*", "X-Unused:1", "401", 4, true, true},
        {"no Accept at all", "Accept:", "401", 4, true, true},
        {"JSON alone", "Accept:application/json", "401", 4, true, false},
        {"a page", "Accept:text/html", "302", 7, false, true},
        {"what HTTPie sends for JSON counts as a page",
         "Accept:application/json, */*;q=0.5",
         "302",
         7,
         false,
         false},
        {"a script in a browser", "X-Requested-With:XMLHttpRequest", "401", 4, false, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        const Journal journal("boot");
        const Ran ran = latch.run({"--print=h", application().address("boot") + "/api/me", c.item});
        CHECK_THAT(ran.out, StartsWith("HTTP/1.1 " + c.status));
        CHECK(ran.exit_code == c.exit_code);
        CHECK(holds(ran.out, "\r\nWWW-Authenticate: Basic realm=\"Realm\"") == c.challenged);
        CHECK(holds(ran.out, "\r\nSet-Cookie: JSESSIONID=") == c.has_new_session);
        CHECK(holds(ran.err, "not signed in") == (c.exit_code == 7));
        CHECK(journal.in_words() == std::vector{"GET /api/me " + c.status});
    }
}

TEST_CASE("spring boot: Basic lets in, and a session goes on with it", "[spring]") {
    const Latch latch;
    const Visitor user(latch, "boot");
    const Ran typed = user.run({"--auth", "user:pass"}, {user.url("/api/me")});
    CHECK(typed.exit_code == 0);
    CHECK_THAT(typed.out, Contains(R"("user":"user")") && Contains(R"("auth":"basic")"));

    const Journal journal("boot");
    const Ran later = user.run({}, {"/api/me"});
    CHECK(later.exit_code == 0);
    CHECK(later.out == typed.out);
    CHECK(journal.only().header("Authorization") == "Basic dXNlcjpwYXNz");
}

TEST_CASE("spring boot: a wrong Basic password is asked once", "[spring]") {
    const Latch latch;
    const Journal journal("boot");
    const std::string url = application().address("boot") + "/api/me";
    const Ran ran = latch.run({"--auth", "user:wrong", url});
    CHECK(ran.exit_code == 4);
    CHECK_THAT(ran.err, StartsWith("latch: HTTP 401"));
    CHECK(journal.in_words() == std::vector<std::string>{"GET /api/me 401"});
}

// Recorded for both lines: 401 for what looks like a program, 302 for what looks like a browser.
TEST_CASE("spring boot: a login without a token explains CSRF", "[spring]") {
    struct Case {
        std::string why, accept, status, err;
        int exit_code;
    };

    const std::vector<Case> cases{
        {"the refusal is hidden behind 401", "*/*", "401", "latch: HTTP 401\n", 4},
        {"or behind 302", "text/html", "302", "latch: login refused: the answer leads to ", 7},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        const Journal journal("boot");
        const Ran ran = latch.run(
            {"--form",
             "POST",
             application().address("boot") + "/login",
             "Accept:" + c.accept,
             "username=user",
             "password=pass"}
        );
        CHECK(ran.exit_code == c.exit_code);
        CHECK_THAT(ran.err, StartsWith(c.err) && Contains("a CSRF token may be missing"));
        // Tomcat writes the session's id into that address.
        CHECK_FALSE(holds(ran.err, "jsessionid"));
        CHECK(journal.in_words() == std::vector{"POST /login " + c.status});
    }
}
