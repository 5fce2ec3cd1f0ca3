// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string io(const std::string& path) {
    return application().address("io") + path;
}

} // namespace

TEST_CASE("spring pipes: a pipe gets the body's bytes, a terminal more", "[spring]") {
    const Latch latch;
    const std::string url = io("/status/200?header=Content-Type: application/json&body={\"a\":1}");
    const Ran piped = latch.run({url});
    CHECK(piped.exit_code == 0);
    CHECK(piped.out == R"({"a":1})");
    CHECK(piped.err.empty());

    Wiring wiring;
    wiring.out = Output::terminal;
    const Ran shown = latch.run({url}, wiring);
    CHECK(shown.exit_code == 0);
    CHECK_THAT(shown.terminal, Contains("\x1b[") && Contains("Content-Type") && Contains("\n"));
}

TEST_CASE("spring pipes: the exit code tells the class of the status", "[spring]") {
    struct Case {
        std::string path;
        std::vector<std::string> options;
        int exit_code;
        std::string err;
    };

    const std::vector<Case> cases{
        {"/status/200?body=x", {}, 0, ""},
        {"/status/201?body=x", {}, 0, ""},
        {"/status/302?body=x&header=Location: /echo", {}, 3, "latch: HTTP 302\n"},
        {"/status/300?body=x", {}, 3, "latch: HTTP 300\n"},
        {"/status/300?body=x", {"--follow"}, 0, ""},
        {"/status/400?body=x", {}, 4, "latch: HTTP 400\n"},
        {"/status/404?body=x", {}, 4, "latch: HTTP 404\n"},
        {"/status/499?body=x", {}, 4, "latch: HTTP 499\n"},
        {"/status/500?body=x", {}, 5, "latch: HTTP 500\n"},
        {"/status/503?body=x", {}, 5, "latch: HTTP 503\n"},
        {"/status/404?body=x", {"--no-check-status"}, 0, ""},
        {"/status/500?body=x", {"--no-check-status"}, 0, ""},
    };
    for (const Case& c : cases) {
        INFO(c.path << (c.options.empty() ? "" : ' ' + c.options.front()));
        const Latch latch;
        std::vector<std::string> arguments = c.options;
        arguments.push_back(io(c.path));
        const Ran ran = latch.run(arguments);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.err == c.err);
        CHECK(ran.out == "x"); // whatever the code
    }
}

TEST_CASE("spring pipes: the server's own errors are bodies as well", "[spring]") {
    const Latch latch;
    const Ran boom = latch.run({io("/boom")});
    CHECK(boom.exit_code == 5);
    CHECK_THAT(boom.err, StartsWith("latch: HTTP 500\n  the server hides its message"));
    CHECK_THAT(boom.out, StartsWith(R"({"timestamp":)") && Contains(R"("status":500)"));
    const Ran problem = latch.run({io("/problem")});
    CHECK(problem.exit_code == 4);
    CHECK_THAT(problem.out, Contains(R"("title":"Not a valid order")"));
}

TEST_CASE("spring pipes: a reader that has enough ends it quietly", "[spring]") {
    const Latch latch;
    Process process = latch.start({io("/download/50000000")});
    process.wait_for("0000000"); // the first bytes are through
    process.close_output();
    const Ran ran = process.wait();
    CHECK(ran.signal == 0);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
}
