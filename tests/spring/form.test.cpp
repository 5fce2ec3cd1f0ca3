// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
namespace fs = std::filesystem;

namespace {

/// A folder that is all of a script's PATH: the program, sed, and nothing else.
fs::path path_with_latch_and_sed(const Latch& latch) {
    fs::path folder = latch.working_directory() / "path";
    fs::create_directory(folder);
    fs::create_symlink(latch.program(), folder / "latch");
    const bool merged = !fs::exists("/bin/sed"); // and only /usr/bin has it
    fs::create_symlink(merged ? "/usr/bin/sed" : "/bin/sed", folder / "sed");
    return folder;
}

Ran run_by_hand(const Latch& latch, const std::vector<std::string>& arguments) {
    Command command;
    command.program = "/bin/sh";
    command.arguments = {LATCH_SPRING_SOURCES "/by_hand.sh"};
    command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
    command.environment = {
        {"PATH", path_with_latch_and_sed(latch).string()},
        {"LATCH_HOME", (latch.home() / "latch").string()},
        {"HOME", latch.home().string()},
    };
    command.working_directory = latch.working_directory();
    return Process(command, {}).wait();
}

/// Scenario 2: what the login left in the file is all that a later process needs.
void check_later_call(const Visitor& alice) {
    const Journal journal(alice.context());
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 0);
    CHECK(me.err.empty());
    CHECK_THAT(me.out, StartsWith(R"({"user":"alice",)"));
    const Arrival arrival = journal.only();
    CHECK(arrival.in_words() == "GET /api/me 200");
    CHECK(arrival.header("Cookie") == "JSESSIONID=" + alice.cookie_value("JSESSIONID"));
}

} // namespace

TEST_CASE("spring: the application is of the line that the test run asked for", "[spring]") {
    const char* line = std::getenv("LATCH_SPRING_LINE"); // NOLINT(concurrency-mt-unsafe)
    const bool is_four = line != nullptr && std::string(line) == "boot4";
    CHECK_THAT(application().boot_version(), StartsWith(is_four ? "4." : "3."));
}

TEST_CASE("spring form: a login by hand carries later calls, over http and https", "[spring]") {
    for (const std::string context : {"form", "tls"}) {
        INFO(context);
        const Latch latch;
        const Visitor alice(latch, context);
        CHECK(alice.send("GET", "/login").exit_code == 0);
        const std::string anonymous = alice.cookie_value("JSESSIONID");
        const Ran answer = alice.sign_in();
        CHECK(answer.exit_code == 3);
        CHECK_THAT(answer.out, Contains("\r\nLocation: " + alice.url("/") + "\r\n"));
        // Session fixation: the id changes with the login, and only the new one is kept.
        CHECK(alice.cookie_value("JSESSIONID") != anonymous);
        check_later_call(alice);
    }
}

TEST_CASE("spring form: the file holds the session cookie as the server meant it", "[spring]") {
    for (const std::string context : {"form", "tls"}) {
        INFO(context);
        const Latch latch;
        const Visitor alice(latch, context);
        alice.sign_in();
        const auto cookie = alice.cookie("JSESSIONID");
        CHECK(cookie.at("domain") == "localhost");
        CHECK(cookie.at("host_only") == true);
        CHECK(cookie.at("path") == "/");
        CHECK(cookie.at("http_only") == true);
        CHECK(cookie.at("secure") == (context == "tls"));
        CHECK(cookie.at("expires").is_null());
        CHECK(alice.file().at("base") == application().address(context));
        CHECK(alice.file().dump().find("wonderland") == std::string::npos);
    }
}

TEST_CASE("spring form: who is not signed in is told so, whatever he accepts", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "form");
    for (const std::string accept : {"application/json", "*/*", "text/html"}) {
        INFO(accept);
        const Journal journal("form");
        const Ran refused = nobody.send("GET", "/api/me", {"Accept:" + accept});
        CHECK(refused.exit_code == 7);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, StartsWith("latch: not signed in: the answer leads to http://"));
        // Not followed, so one request.
        CHECK(journal.in_words() == std::vector<std::string>{"GET /api/me 302"});
    }
}

TEST_CASE("spring form: a login page behind a redirect is not what a pipe gets", "[spring]") {
    const Latch latch;
    const Visitor nobody(latch, "form");
    const Journal journal("form");
    const std::string me = nobody.url("/api/me");
    for (const std::string accept : {"application/json", "*/*"}) {
        INFO(accept);
        const Ran refused = nobody.run({"--follow"}, {me, "Accept:" + accept});
        CHECK(refused.exit_code == 7);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, StartsWith("latch: not signed in: the answer leads to http://"));
    }
    const std::vector<std::string> twice{
        "GET /api/me 302", "GET /login 200", "GET /api/me 302", "GET /login 200"};
    CHECK(journal.in_words() == twice);
    const Ran page = nobody.run({"--follow"}, {me, "Accept:text/html"});
    CHECK(page.exit_code == 7);
    CHECK_THAT(page.out, Contains("type=\"password\""));
}

TEST_CASE("spring form: a login that is refused is no success", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");

    struct Case {
        std::string why, password, token, err;
    };

    const std::string token = "_csrf=" + csrf_field(alice.send("GET", "/login").out);
    const std::vector<Case> cases{
        {"the password is wrong",
         "password=looking-glass",
         token,
         "look at user name and password"},
        {"there is no token", "password=wonderland", "other=field", "CSRF token may be missing"},
        {"the token is another's", "password=wonderland", "_csrf=AAAA", "look at user name"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Journal journal("form");
        // Without that option the token would be fetched, and the login succeed.
        const Ran answer = alice.run(
            {"--form", "--no-csrf"},
            {"POST", alice.url("/login"), "username=alice", c.password, c.token}
        );
        CHECK(answer.exit_code == 7);
        CHECK_THAT(answer.err, StartsWith("latch: login refused: ") && Contains(c.err));
        CHECK(journal.only().in_words() == "POST /login 302");
        CHECK(alice.send("GET", "/api/me").exit_code == 7);
    }
}

TEST_CASE("spring form: names and passwords arrive as they were typed", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "form");
    LoginForm form;
    form.user = "username=ünï";
    form.password = "password=pä&ss=wörd+100%";
    visitor.sign_in(form);
    CHECK_THAT(visitor.send("GET", "/api/me").out, StartsWith(R"({"user":"ünï",)"));
}

TEST_CASE("spring form: a shell script signs in with latch and sed alone", "[spring]") {
    const Latch latch;
    const std::string base = application().address("form");
    SECTION("and calls") {
        const Journal journal("form");
        const Ran ran = run_by_hand(latch, {base, "alice", "wonderland"});
        CHECK(ran.err.empty());
        CHECK(ran.exit_code == 0);
        CHECK_THAT(ran.out, StartsWith(R"({"user":"alice",)") && Contains(R"({"count":)"));
        const std::vector<std::string> expected{
            "GET /login 200",
            "POST /login 302",
            "GET /api/me 200",
            "GET /csrf 200",
            "POST /api/items 201",
        };
        CHECK(journal.in_words() == expected);
    }
    SECTION("or learns that it was not let in") {
        const Ran ran = run_by_hand(latch, {base, "alice", "looking-glass"});
        CHECK(ran.err == "by_hand: not let in (7)\n");
        CHECK(ran.exit_code == 7);
        CHECK(ran.out.empty());
    }
}
