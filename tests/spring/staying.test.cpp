// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Words = std::vector<std::string>;

namespace {

/// Signs in by `latch login`, so that the session knows how; the password is in the variable PW.
void log_in(Latch& latch, const Visitor& visitor, const std::string& page = "/login") {
    const std::string user = visitor.context() == "boot" ? "user" : "alice";
    latch.set("PW", visitor.context() == "boot" ? "pass" : "wonderland");
    const Ran ran = latch.run({"login", "@app", visitor.url(page), user, "--auth-from=env:PW"});
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
}

/// What the end of its time or a restart does to all sessions of a context.
void end_sessions(const Latch& latch, const Visitor& visitor) {
    const std::string door = application().address("ctl") + "/restart-sessions?ctx=";
    REQUIRE(latch.run({"POST", door + visitor.context()}).exit_code == 0);
}

std::ptrdiff_t count(const Words& words, const std::string& word) {
    return std::ranges::count(words, word);
}

/// The lines of latch in the commands of the section "Spring in two minutes".
Words commands_of_readme() {
    std::ifstream readme(LATCH_SPRING_SOURCES "/../../README.md");
    Words commands;
    std::string line;
    while (std::getline(readme, line) && line != "## Spring in two minutes") {
    }
    std::getline(readme, line);
    std::getline(readme, line); // the opening of the commands
    while (std::getline(readme, line) && line != "```") {
        if (line.starts_with("latch ")) {
            commands.push_back(line);
        }
    }
    return commands;
}

/// A command of the README for the shell of a test, with the server where it is here.
std::string at_server(std::string command, const std::string& server) {
    command.replace(0, command.find(' '), "\"$latch\"");
    const std::string written = " :8080";
    const auto place = command.find(written);
    return place == std::string::npos ? command
                                      : command.replace(place, written.size(), ' ' + server);
}

} // namespace

TEST_CASE("spring staying: who was signed in is signed in again, and sees one answer", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    const Journal journal("form");
    const Ran me = alice.send("GET", "/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(me.err.empty());
    CHECK(nlohmann::json::parse(me.out).at("user") == "alice");
    CHECK(
        journal.in_words() ==
        Words{"GET /api/me 302", "GET /login 200", "POST /login 302", "GET /api/me 200"}
    );
    const Journal after("form");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(after.only().in_words() == "GET /api/me 200");
}

TEST_CASE("spring staying: it is told with -v, in one line and without the password", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    const Ran me = latch.run({"-v", "@app", alice.url("/api/me")});
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.err, Contains("latch: session: signed in again at http://"));
    CHECK_THAT(me.err, Contains(" as alice\n"));
    CHECK_THAT(me.err + me.out, !Contains("wonderland"));
}

TEST_CASE("spring staying: a request with a body is done once, with a token of now", "[spring]") {
    for (const std::string context : {"form", "spa", "spa-xor", "spa-plain"}) {
        INFO(context);
        Latch latch;
        const Visitor alice(latch, context);
        log_in(latch, alice);
        REQUIRE(alice.send("POST", "/api/items", {"name=tea"}).exit_code == 0);
        end_sessions(latch, alice);
        const Journal journal(context);
        const Ran posted = alice.send("POST", "/api/items", {"name=cup"});
        INFO(posted.err);
        CHECK(posted.exit_code == 0);
        const Words words = journal.in_words();
        INFO(Catch::Detail::stringify(words));
        CHECK(count(words, "POST /api/items 201") == 1);
        CHECK(count(words, "POST /login 302") == 1);
    }
}

TEST_CASE("spring staying: the commands of the README do what it says", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form", "shop");
    const Words commands = commands_of_readme();
    REQUIRE(commands.size() == 8);
    latch.set("SHOP_PASSWORD", "wonderland");
    for (const std::string& command : commands) {
        INFO(command);
        if (command.find("after a restart") != std::string::npos) {
            end_sessions(latch, alice);
        }
        const Ran ran = latch.shell(at_server(command, alice.url("")));
        INFO(ran.err);
        const bool is_refused = command.find("exit code 7") != std::string::npos;
        CHECK(ran.exit_code == (is_refused ? 7 : 0));
    }
}

TEST_CASE("spring staying: a list goes on where the session was lost", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "data");
    log_in(latch, alice);
    const std::string first = alice.cookie_value("JSESSIONID");
    const Journal journal("data");
    const Ran ran = alice.run({"--paginate-lines"}, {"/lists/leaving", "size==2", "ends==1,2"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    std::string things;
    for (int id = 0; id < 7; ++id) {
        const std::string number = std::to_string(id);
        things.append(R"({"id":)").append(number).append(R"(,"name":"thing )");
        things.append(number).append("\"}\n");
    }
    CHECK(ran.out == things);
    const std::string list = "GET /lists/leaving?size=2&ends=1%2C2";
    CHECK(
        journal.in_words() ==
        Words{
            list + " 200",
            list + "&page=1 200",
            list + "&page=2 302",
            "GET /login 200",
            "POST /login 302",
            list + "&page=2 200",
            list + "&page=3 302",
            "GET /login 200",
            "POST /login 302",
            list + "&page=3 200"}
    );
    CHECK(alice.cookie_value("JSESSIONID") != first);
    CHECK(alice.send("GET", "/lists/page", {"size==1"}).exit_code == 0);
    CHECK(journal.in_words().back() == "GET /lists/page?size=1 200");
}

TEST_CASE(
    "spring staying: a list whose session cannot be got back says at which page", "[spring]"
) {
    Latch latch;
    const Visitor alice(latch, "data");
    log_in(latch, alice);
    latch.unset("PW");
    const Ran ran = alice.run({"--paginate-lines"}, {"/lists/leaving", "size==3", "ends==1"});
    CHECK(ran.exit_code == 7);
    CHECK(std::ranges::count(ran.out, '\n') == 6);
    CHECK_THAT(ran.err, Contains("page 3: not signed in") && Contains("PW"));
}

TEST_CASE("spring staying: without a recipe nothing is tried", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();
    end_sessions(latch, alice);
    const Journal journal("form");
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 7);
    CHECK(journal.only().in_words() == "GET /api/me 302");
}

TEST_CASE("spring staying: a password that is not there is an error, and no question", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    latch.unset("PW");
    const Journal journal("form");
    const Ran me = alice.send("GET", "/api/me");
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("not signed in") && Contains("PW"));
    CHECK(journal.only().in_words() == "GET /api/me 302");
}

TEST_CASE("spring staying: a password that was changed costs one attempt", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    latch.set("PW", "changed-on-the-server");
    const Journal journal("form");
    const Ran first = alice.send("GET", "/api/me");
    CHECK(first.exit_code == 7);
    CHECK_THAT(first.err, Contains("bad credentials"));
    const Ran second = alice.send("GET", "/api/me");
    CHECK(second.exit_code == 7);
    CHECK_THAT(second.err, Contains("is not tried again") && Contains("--force"));
    CHECK(count(journal.in_words(), "POST /login 302") == 1);
    latch.set("PW", "wonderland");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
}

TEST_CASE("spring staying: of many at once one signs in, and all go on", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    const Journal journal("form");
    constexpr int many = 8;
    std::vector<Process> runs;
    for (int number = 0; number < many; ++number) {
        runs.push_back(latch.start({"@app", alice.url("/api/me")}));
    }
    for (Process& run : runs) {
        const Ran ran = run.wait();
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK_THAT(ran.out, Contains("alice"));
    }
    CHECK(count(journal.in_words(), "POST /login 302") == 1);
    CHECK(count(journal.in_words(), "GET /api/me 200") == many);
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(count(journal.in_words(), "POST /login 302") == 1);
}

TEST_CASE("spring staying: another login that ended the session is answered by one", "[spring]") {
    for (const std::string context : {"conc", "conc3"}) {
        INFO(context);
        Latch latch;
        const Visitor first(latch, context);
        log_in(latch, first);
        Visitor(latch, context, "second").sign_in();
        const Ran me = first.send("GET", "/api/me");
        INFO(me.err);
        CHECK(me.exit_code == 0);
        CHECK_THAT(me.out, Contains("alice") && !Contains("expired"));
    }
}

TEST_CASE("spring staying: a page for invalid sessions is one, below a context path", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "formctx");
    log_in(latch, alice, "/shop/login");
    end_sessions(latch, alice);
    const Journal journal("formctx");
    const Ran me = alice.send("GET", "/shop/api/me");
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(count(journal.in_words(), "POST /shop/signin 302") == 1);
}

TEST_CASE("spring staying: a 401 that wants Basic is answered by the form as well", "[spring]") {
    Latch latch;
    const Visitor user(latch, "boot");
    log_in(latch, user);
    end_sessions(latch, user);
    const Journal journal("boot");
    CHECK(user.send("GET", "/api/me").exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{"GET /api/me 401", "GET /login 200", "POST /login 302", "GET /api/me 200"}
    );
}

TEST_CASE("spring staying: who has signed out stays out", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    REQUIRE(latch.run({"logout", "@app"}).exit_code == 0);
    const Journal journal("form");
    CHECK(alice.send("GET", "/api/me").exit_code == 7);
    CHECK(journal.only().in_words() == "GET /api/me 302");
    REQUIRE(latch.run({"login", "@app"}).exit_code == 0);
    end_sessions(latch, alice);
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
}

TEST_CASE("spring staying: a session that is only read is not signed in to", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    const nlohmann::json before = alice.file();
    const Journal journal("form");
    CHECK(latch.run({"--session-read-only=app", alice.url("/api/me")}).exit_code == 7);
    CHECK(journal.only().in_words() == "GET /api/me 302");
    CHECK(alice.file() == before);
}

TEST_CASE("spring staying: a body that cannot be sent again is not, and that is said", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    log_in(latch, alice);
    end_sessions(latch, alice);
    const Journal journal("form");
    const Ran ran = latch.shell(
        "head -c 5000000 /dev/zero | \"$latch\" @app POST " + alice.url("/api/items") +
        " Content-Type:application/json"
    );
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("cannot be sent again") && Contains("latch login"));
    CHECK(count(journal.in_words(), "POST /api/items 201") == 0);
    CHECK(count(journal.in_words(), "POST /login 302") == 0);
}

TEST_CASE("spring staying: remember-me needs no login, except where it is not enough", "[spring]") {
    Latch latch;
    const Visitor alice(latch, "form");
    latch.set("PW", "wonderland");
    REQUIRE(
        latch
            .run(
                {"login",
                 "@app",
                 alice.url("/login"),
                 "alice",
                 "--auth-from=env:PW",
                 "remember-me=on"}
            )
            .exit_code == 0
    );
    end_sessions(latch, alice);
    const std::string ended = alice.cookie_value("JSESSIONID");
    const Journal journal("form");
    CHECK(alice.send("GET", "/api/me").exit_code == 0);
    CHECK(journal.only().in_words() == "GET /api/me 200");
    CHECK(alice.cookie_value("JSESSIONID") != ended);

    const Journal full("form");
    CHECK(alice.send("GET", "/api/full").exit_code == 0);
    CHECK(
        full.in_words() ==
        Words{"GET /api/full 302", "GET /login 200", "POST /login 302", "GET /api/full 200"}
    );
}

TEST_CASE("spring staying: a logout that is asked for by hand is one, and is let be", "[spring]") {
    Latch latch;
    const Visitor user(latch, "boot");
    log_in(latch, user);
    const Journal journal("boot");
    const Ran out = user.send("POST", "/logout", {"Accept:*/*"});
    INFO(out.err);
    CHECK(out.exit_code == 0);
    CHECK(journal.in_words().back() == "POST /logout 204");
    CHECK(count(journal.in_words(), "POST /login 302") == 0);
}
