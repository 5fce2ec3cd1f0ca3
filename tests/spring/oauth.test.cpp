// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Words = std::vector<std::string>;

namespace {

/// `latch login --oauth2` of a client; secrets and the password of alice are in variables.
Words login_words(const Visitor& visitor, const std::string& client, const Words& more) {
    Words words{"login", "@app", "--oauth2", "--client-id=" + client, visitor.url("/api/me")};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

Ran log_in(Latch& latch, const Visitor& visitor, const std::string& client, const Words& more) {
    latch.set("PW", "wonderland");
    latch.set("SECRET", client + "-secret");
    return latch.run(login_words(visitor, client, more));
}

const std::string by_secret = "--client-secret-from=env:SECRET";

/// What the user does without a browser.
const Words as_alice{"alice", "--auth-from=env:PW", "--non-interactive"};

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// Lets the token of the session end at once, by our clock.
void let_token_end(const Latch& latch, const Visitor& visitor) {
    auto file = visitor.file();
    file["origins"].begin().value()["auth"]["expires"] = "2026-01-01T00:00:00Z";
    std::ofstream(latch.session_file("app")) << file;
}

std::string refresh_token(const Visitor& visitor) {
    return visitor.file()["origins"].begin().value()["auth"]["refresh"];
}

/// The value of an attribute behind a text of a page.
std::string behind(const std::string& page, const std::string& text) {
    const auto at = page.find(text);
    REQUIRE(at != std::string::npos);
    const std::string rest = page.substr(at + text.size());
    return rest.substr(0, rest.find('"'));
}

/// A person at another machine, who types the code of a device and agrees.
void approve(const Latch& latch, const Visitor& person, const std::string& code) {
    const std::string place = person.url("/oauth2/device_verification");
    REQUIRE(
        latch.run({"login", "@person", person.url("/login"), "alice", "--auth-from=env:PW"})
            .exit_code == 0
    );
    const Ran page = latch.run({"@person", place + "?user_code=" + code, "Accept:text/html"});
    if (page.exit_code == 3) {
        return; // alice has agreed to this client before: typing the code is enough
    }
    REQUIRE(page.exit_code == 0);
    const Ran agreed = latch.run(
        {"--form",
         "@person",
         "POST",
         place,
         "client_id=device",
         "user_code=" + code,
         "state=" + behind(page.out, "name=\"state\" value=\""),
         "scope=read"}
    );
    CHECK(agreed.exit_code <= 3);
}

} // namespace

TEST_CASE(
    "spring oauth: a client gets a token for itself, found by what the API says", "[spring]"
) {
    Latch latch;
    const Visitor machine(latch, "as");
    const Journal journal("as");
    const Ran ran = log_in(latch, machine, "machine", {by_secret});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("by client machine until 20"));
    const Words made = journal.in_words();
    CHECK(made.front() == "GET /api/me 401");
    CHECK(std::ranges::count(made, "GET /.well-known/openid-configuration 200") == 1);
    CHECK(made.back() == "POST /oauth2/token 200");
    const Journal after("as");
    CHECK_THAT(machine.send("GET", "/api/me").out, Contains("\"user\":\"machine\""));
    CHECK_THAT(after.only().header("Authorization"), StartsWith("Bearer eyJ"));

    let_token_end(latch, machine);
    const Journal again("as");
    CHECK(machine.send("GET", "/api/me").exit_code == 0);
    CHECK(again.in_words() == Words{"POST /oauth2/token 200", "GET /api/me 200"});
}

TEST_CASE(
    "spring oauth: a wrong secret is exit code 7, and said in the server's words", "[spring]"
) {
    Latch latch;
    const Visitor machine(latch, "as");
    latch.set("SECRET", "wr0ng");
    const Ran ran = latch.run(login_words(machine, "machine", {by_secret}));
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("invalid_client") && !Contains("wr0ng"));
}

TEST_CASE("spring oauth: code and PKCE, driven by the login form and the consent", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    const Journal journal("as");
    const Ran ran = log_in(latch, alice, "cli", with({"--scope=read write"}, as_alice));
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("as alice by client cli until 20"));
    const Words made = journal.in_words();
    CHECK(std::ranges::count(made, "POST /login 302") == 1);
    CHECK(std::ranges::count(made, "POST /oauth2/authorize 302") == 1);
    CHECK(made.back() == "POST /oauth2/token 200");
    CHECK_THAT(journal.arrivals().back().request.body, Contains("code_verifier="));
    CHECK_THAT(latch.session("app"), !Contains("wonderland"));
    const Journal after("as");
    CHECK_THAT(alice.send("GET", "/api/me").out, Contains("\"user\":\"alice\""));
    CHECK(after.in_words() == Words{"GET /api/me 200"});
}

TEST_CASE("spring oauth: a wrong password is sent once, and not again", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    latch.set("PW", "queen-of-hearts");
    const Words words = login_words(alice, "cli", with({"--scope=read"}, as_alice));
    const Journal journal("as");
    CHECK(latch.run(words).exit_code == 7);
    CHECK(latch.run(words).exit_code == 7);
    const Words made = journal.in_words();
    CHECK(std::ranges::count(made, "POST /login 302") == 1);
}

TEST_CASE("spring oauth: a rotating refresh token is kept before the next request", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "as");
    const Ran ran = log_in(latch, alice, "brief", with({by_secret, "--scope=read"}, as_alice));
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    for (int again = 0; again < 2; ++again) {
        const std::string before = refresh_token(alice);
        let_token_end(latch, alice);
        const Journal journal("as");
        const Ran me = alice.send("GET", "/api/me");
        INFO(me.err);
        CHECK(me.exit_code == 0);
        CHECK(journal.in_words() == Words{"POST /oauth2/token 200", "GET /api/me 200"});
        CHECK_THAT(journal.arrivals().front().request.body, Contains("grant_type=refresh_token"));
        CHECK(refresh_token(alice) != before);
    }
}

TEST_CASE("spring oauth: a device waits for its code to be typed elsewhere", "[spring]") {
    Latch latch;
    const Visitor device(latch, "as");
    latch.set("PW", "wonderland");
    const Journal journal("as");
    Process login =
        latch.start(login_words(device, "device", {"--grant=device_code", "--scope=read"}));
    login.wait_for("?user_code=");
    login.wait_for("\n");
    approve(latch, device, behind(login.heard().err, "type the code ").substr(0, 9));
    const Ran ran = login.wait();
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains("by client device until 20"));
    CHECK(journal.in_words().back() == "POST /oauth2/token 200");
    CHECK_THAT(device.send("GET", "/api/me").out, Contains("\"user\":\"alice\""));
}

TEST_CASE("spring oauth: a logout revokes the token", "[spring]") {
    Latch latch;
    const Visitor machine(latch, "as");
    REQUIRE(log_in(latch, machine, "machine", {by_secret}).exit_code == 0);
    const Journal journal("as");
    const Ran out = latch.run({"logout", "@app"});
    INFO(out.err);
    CHECK(out.exit_code == 0);
    CHECK(journal.in_words() == Words{"POST /oauth2/revoke 200"});
    CHECK(machine.send("GET", "/api/me").exit_code == 4);
}
