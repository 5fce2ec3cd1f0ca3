// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

/// Runs with a file called "body" on standard input that holds these bytes.
Request requested_with_file(const Words& words, std::string_view bytes) {
    const TempDir folder;
    return requested(words, {.in = FileInput{folder.write("body", bytes)}});
}

} // namespace

TEST_CASE("stdin: what is never a body", "[cli]") {
    struct Case {
        std::string why;
        Wiring wiring;
        Words words;
    };

    const std::vector<Case> cases = {
        {"/dev/null", {.in = NullInput{}}, {"{url}"}},
        {"closed", {.in = ClosedInput{}}, {"{url}"}},
        {"a pipe without a byte", {.in = PipedInput{}}, {"{url}"}},
        {"a terminal", {.in = TerminalInput{}}, {"{url}"}},
        {"a pipe to be ignored", {.in = PipedInput{"x"}}, {"--ignore-stdin", "{url}"}},
        {"a pipe to be ignored, in a letter", {.in = PipedInput{"x"}}, {"-I", "{url}"}},
        {"a pipe nobody ends, to be ignored", {.in = OpenPipe{}}, {"-I", "{url}"}},
        {"an explicit GET", {.in = PipedInput{"x"}}, {"GET", "{url}"}},
        {"an explicit GET and a pipe nobody ends", {.in = OpenPipe{}}, {"GET", "{url}"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Request request = requested(c.words, c.wiring);
        CHECK(request.method == "GET");
        CHECK(request.body.empty());
        CHECK_FALSE(request.header("Content-Length"));
        CHECK_FALSE(request.header("Transfer-Encoding"));
    }
    CHECK(requested_with_file({"{url}"}, "").method == "GET");
    CHECK(requested_with_file({"-I", "{url}"}, "x").method == "GET");
}

TEST_CASE("stdin: a pipe is the body", "[cli]") {
    const Wiring piped{.in = PipedInput{R"({"a": 1})"}};
    const Request request = requested({"{url}"}, piped);
    CHECK(request.method == "POST");
    CHECK(request.body == R"({"a": 1})");
    CHECK(request.header("Content-Type") == "application/json");
    CHECK(requested({"PUT", "{url}"}, piped).method == "PUT");
    CHECK(requested({"--ignore-stdin", "--no-ignore-stdin", "{url}"}, piped).method == "POST");
}

TEST_CASE("stdin: a file is the body, with a length", "[cli]") {
    const std::string bytes(300'000, 'x');
    const Request request = requested_with_file({"{url}"}, bytes);
    CHECK(request.method == "POST");
    CHECK(request.body == bytes);
    CHECK(request.header("Content-Length") == "300000");
}

TEST_CASE("stdin: a pipe beside another body is left alone", "[cli]") {
    CHECK(requested({"{url}", "a=b"}, {.in = PipedInput{"x"}}).body == R"({"a":"b"})");
    CHECK(requested({"{url}", "a=b"}, {.in = OpenPipe{}}).body == R"({"a":"b"})");
    CHECK(requested({"{url}", "--raw=y"}, {.in = PipedInput{"x"}}).body == "y");
    CHECK(requested_with_file({"{url}", "a=b"}, "").body == R"({"a":"b"})");
}

TEST_CASE("stdin: a file beside another body is refused", "[cli]") {
    for (const std::string item : {"a=b", "--raw=y"}) {
        RawServer server({});
        const Latch latch;
        const Ran ran =
            latch.run({server.url(), item}, {.in = FileInput{latch.write("body", "x")}});
        CHECK(ran.exit_code == 64);
        check_error(ran.err, "two request bodies: standard input is a file");
        CHECK(server.connections() == 0);
    }
}

TEST_CASE("stdin: the lines of a while read loop are the loop's", "[cli]") {
    Server server([](const Request& request) { return reply(request.target + '\n'); });
    const Latch latch;
    const std::string list = latch.write("list", "1\n2\n3\n").string();
    const Ran ran =
        latch.shell("while read -r n; do \"$latch\" GET " + server.url("/$n") + "; done < " + list);
    CHECK(ran.out == "/1\n/2\n/3\n");
    CHECK(ran.err.empty());
}

TEST_CASE("stdin: a file is read from where the shell has left it", "[cli]") {
    Server server([](const Request& request) { return reply(request.body); });
    const Latch latch;
    const std::string file = latch.write("file", "first\nrest\n").string();
    const Ran ran =
        latch.shell("{ read -r line; exec \"$latch\" " + server.url() + "; } < " + file);
    CHECK(ran.out == "rest\n");
}

TEST_CASE("stdin: a silent pipe is remarked upon", "[cli]") {
    Server server([](const Request& request) { return reply(request.body); });
    const Latch latch;
    Process process = latch.start({server.url()}, {.in = OpenPipe{}});
    process.wait_for("latch: waiting for a request body on standard input\n");
    process.input("late");
    process.end_input();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "late");
    check_error(ran.err, "waiting for a request body on standard input");
}
