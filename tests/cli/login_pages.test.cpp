// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string page = R"(<form method="post"><input name="u"><input type="password" name="p">)"
                         "</form>";
const std::string sentence =
    "This session has been expired (possibly due to multiple concurrent logins being attempted as "
    "the same user).";

/// An application of the kind that answers everything with 200.
Response answer_of(const Request& request) {
    if (request.path() == "/api") {
        return reply(page, "text/html;charset=UTF-8");
    }
    if (request.path() == "/moved") {
        Response response = reply("<a href=/login>", "text/html").with("Location", "/login");
        response.status = 302;
        return response;
    }
    if (request.path() == "/login") {
        return reply(page, "text/html");
    }
    if (request.path() == "/expired") {
        return reply(sentence, "text/plain;charset=ISO-8859-1");
    }
    return reply("<p>hello</p>", "text/html");
}

struct Case {
    std::string why;
    Words words;
    int exit_code;
    std::string out, err;
};

} // namespace

TEST_CASE("login pages: a program that asked for something else does not get them", "[cli]") {
    const std::string is_page = "latch: not signed in: the answer is a login page\n";
    const std::string leads = "latch: not signed in: the answer leads to ";
    const std::vector<Case> cases{
        {"200 to a client for JSON", {"{url}/api", "Accept:application/json"}, 7, "", is_page},
        {"with the head", {"--print=b", "--json", "{url}/api"}, 7, "", is_page},
        {"quiet", {"-q", "{url}/api", "Accept:application/json"}, 7, "", is_page},
        {"with credentials", {"-a", "u:p", "{url}/api"}, 7, "", is_page},
        {"who asks for pages gets them", {"{url}/api", "Accept:text/html"}, 0, page, ""},
        {"who takes anything and is nobody", {"{url}/api"}, 0, page, ""},
        {"the login page itself", {"-a", "u:p", "{url}/login"}, 0, page, ""},
        {"another page for JSON", {"--json", "{url}/page"}, 0, "<p>hello</p>", ""},
        {"behind a redirect", {"--follow", "{url}/moved"}, 7, "", leads},
        {"the page of the redirect itself", {"{url}/moved"}, 7, "", leads},
        {"behind one, as a page", {"--follow", "{url}/moved", "Accept:text/html"}, 7, page, leads},
        {"the sentence", {"{url}/expired"}, 7, "", "latch: signed out: another login"},
        {"nobody judges", {"--no-check-status", "{url}/expired"}, 0, sentence, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server(answer_of);
        const Ran ran = Latch().run(filled(c.words, server.url("")));
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out == c.out);
        CHECK_THAT(ran.err, StartsWith(c.err));
        CHECK(ran.err.empty() == c.err.empty());
    }
}

TEST_CASE("login pages: a terminal gets them, and is told", "[cli]") {
    Server server(answer_of);
    Latch latch;
    latch.set("NO_COLOR", "1");
    const Ran ran =
        latch.run({server.url("/api"), "Accept:application/json"}, {.out = Output::terminal});
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.terminal, Contains("type=\"password\""));
    CHECK_THAT(ran.err, StartsWith("latch: not signed in: the answer is a login page\n"));
}

TEST_CASE("login pages: no file is made of them, nor one replaced", "[cli]") {
    for (const Words& where : {Words{"--output=kept"}, Words{"--download", "--output=kept"}}) {
        INFO(where.front());
        Server server(answer_of);
        const Latch latch;
        const auto kept = latch.write("kept", "as it was");
        Words words = where;
        words.insert(words.end(), {server.url("/api"), "Accept:application/json"});
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 7);
        CHECK(content(kept) == "as it was");
        CHECK(names_in(latch.working_directory()) == Words{"kept"});
    }
}

TEST_CASE("login pages: a session in use makes one of anything else", "[cli]") {
    Server server([](const Request& request) {
        return request.path() == "/in" ? reply("hello").with("Set-Cookie", "SID=1; Path=/")
                                       : reply(page, "text/html");
    });
    const Latch latch;
    CHECK(latch.run({"@app", server.url("/in")}).exit_code == 0);
    const Ran ran = latch.run({"@app", server.url("/report")});
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    CHECK(latch.run({"@app", server.url("/signin")}).out == page);
}
