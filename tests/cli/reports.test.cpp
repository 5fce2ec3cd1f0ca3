// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/raw_server.hpp"
#include "support/server.hpp"

#include <csignal>
#include <string>
#include <vector>

using namespace latch::test;

namespace {

/// Gives back the Authorization that it gets, and refuses /404.
Response answer(const Request& request) {
    Response response = reply(
        "{\"said\":\"" + request.header("Authorization").value_or("") + "\",\"bell\":\"\x07\"}",
        "application/json"
    );
    if (request.path() == "/404") {
        response.status = 404;
    }
    return response;
}

ServerOptions perhaps_never() {
    ServerOptions options;
    options.at_least = 0;
    return options;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("reports: JUnit has a testcase for each request, and no secrets", "[cli]") {
    const Server server(answer);
    const Latch latch;
    const Ran ran = latch.run(
        {server.url("/orders?page=1"),
         "--bearer=s3cret-s3cret-s3cret",
         "--expect",
         "status == 201",
         "--expect",
         "body includes said",
         "--report",
         "junit=out.xml"}
    );
    CHECK(ran.exit_code == 8);
    CHECK(contains(ran.out, "s3cret")); // the body is the user's
    const std::string xml = latch.shell("cat out.xml").out;
    CHECK(contains(xml, "<testcase classname=\"latch\" name=\"GET /orders\""));
    CHECK(contains(xml, "<failure message=\"status == 201: got 200 OK\" type=\"expect\">"));
    CHECK(contains(xml, "tests=\"1\" failures=\"1\" errors=\"0\""));
    CHECK_FALSE(contains(xml, "s3cret"));
    CHECK_FALSE(contains(xml, "\x07"));
    CHECK(contains(latch.shell("stat -c %a out.xml").out, "644"));
}

TEST_CASE("reports: TAP on standard output has nothing beside it, and prove reads it", "[cli]") {
    const Server server(answer);
    Latch latch;
    latch.set("url", server.url()).set("bad", server.url("/404"));
    const Ran ran = latch.run({"--url", server.url(), "--url", server.url("/404"), "--report=tap"});
    CHECK(ran.exit_code == 4);
    CHECK(ran.out.starts_with("TAP version 13\n1..2\nok 1 - latch: GET /\n"));
    CHECK(contains(ran.out, "\nnot ok 2 - latch: GET /404\n"));
    CHECK(contains(ran.out, "got: \"HTTP 404 Not Found\""));
    CHECK_FALSE(contains(ran.out, "said"));
    const Ran proved = latch.shell(
        "$latch -q --url \"$url\" --url \"$url\" --report tap >all.t; prove -e cat all.t"
    );
    CHECK(proved.exit_code == 0);
    CHECK(contains(proved.out, "Tests=2"));
    CHECK(
        latch.shell("$latch -qq \"$bad\" --report tap >bad.t; prove -e cat bad.t").exit_code != 0
    );
}

TEST_CASE("reports: GitHub gets annotations and a summary of the step", "[cli]") {
    const Server server(answer);
    Latch latch;
    latch.set("GITHUB_STEP_SUMMARY", (latch.working_directory() / "summary").string());
    const Ran ran = latch.run({server.url("/a"), "--github", "--expect", ".said == x"});
    CHECK(ran.exit_code == 8);
    CHECK(ran.out.starts_with("::error title=GET /a::"));
    CHECK(contains(latch.shell("cat summary").out, "| failed | latch | GET /a |"));
}

TEST_CASE("reports: what was not answered and what was not sent stand there, too", "[cli]") {
    const Server server(answer);
    const Latch latch;
    const Ran ran = latch.run(
        {"--fail-early", "--url", "http://127.0.0.1:1/gone", "--url", server.url(), "--report=tap"}
    );
    CHECK(ran.exit_code == 1);
    CHECK(contains(ran.out, "not ok 1 - latch: GET /gone"));
    CHECK(contains(ran.out, "severity: error"));
    CHECK(contains(ran.out, "# SKIP it was not sent"));
    const Ran waited =
        latch.run({"--wait=0.2", "--every=0.1", "http://127.0.0.1:1/", "--report=json=out.json"});
    CHECK(waited.exit_code == 10);
    CHECK(contains(latch.shell("cat out.json").out, "connection refused"));
    const Ran page = latch.run({server.url(), "--report=html=out.html", "--report=tap"});
    CHECK(page.exit_code == 0);
    CHECK(contains(latch.shell("cat out.html").out, "</html>"));
}

TEST_CASE("reports: one that is interrupted is written", "[cli]") {
    RawServer server(
        {Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").close(),
         Script().request().stall()}
    );
    const Latch latch;
    Process process = latch.start(
        {"--wait=20", "--every=1ms", "--until=status == 201", "--report=tap", server.url()}
    );
    server.wait_for_stalls();
    process.send_signal(SIGTERM);
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 143);
    CHECK(ran.out.starts_with("TAP version 13\n1..1\nnot ok 1 - latch: GET /\n"));
    CHECK(contains(ran.out, "terminated"));
}

TEST_CASE("reports: what was waited for and did not come is no success", "[cli]") {
    const Server server(answer);
    const Ran ran = Latch().run(
        {"--wait=0.2", "--every=0.1", "--until=status == 201", "--report=tap", server.url()}
    );
    CHECK(ran.exit_code == 10);
    CHECK(contains(ran.out, "not ok 1 - latch: GET /\n"));
}

TEST_CASE("reports: with a mistake nothing is sent", "[cli]") {
    const Server server(answer, perhaps_never());
    const Latch latch;

    struct Case {
        std::vector<std::string> arguments;
        int exit_code;
        std::string error;
    };

    for (const auto& [arguments, exit_code, error] : {
             Case{{"--report", "xunit"}, 64, "--report: 'xunit' is none of"},
             {{"--report", "junit="}, 64, "there is no file behind the ="},
             {{"--report", "github=x"}, 64, "a report for GitHub has no file"},
             {{"--report", "tap", "--report=junit"}, 64, "two reports on standard output"},
             {{"--report", "tap", "--jq", ".a"}, 64, "--jq and a report on standard output"},
             {{"--report", "tap", "--capture", "a=.a"}, 64, "--capture and a report"},
             {{"--report", "tap=x", "--offline"}, 64, "--report and --offline"},
             {{"--report", "tap=x", "--curl"}, 64, "--report and --curl"},
             {{"--report", "tap=/nowhere/x"}, 1, "cannot write /nowhere/x"},
         }) {
        CAPTURE(arguments);
        std::vector<std::string> all{server.url()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        const Ran ran = latch.run(all);
        CHECK(ran.exit_code == exit_code);
        CHECK(contains(ran.err, error));
    }
    CHECK(server.requests().empty());
}
