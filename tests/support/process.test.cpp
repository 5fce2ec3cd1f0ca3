// SPDX-License-Identifier: MIT
#include "support/process.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

using namespace latch::test;

namespace {

/// A shell with nothing in its environment but what a test gives it.
Process shell(const std::string& script, const Wiring& wiring = {}) {
    Command command;
    command.program = "/bin/sh";
    command.arguments = {"-c", script};
    command.environment = {{"PATH", "/usr/bin:/bin"}, {"A", "b c"}};
    command.working_directory = "/";
    return {command, wiring};
}

} // namespace

TEST_CASE("process: keeps the outputs apart and tells the exit code", "[support]") {
    const Ran ran = shell("echo out; echo err >&2; exit 7").wait();
    CHECK(ran.out == "out\n");
    CHECK(ran.err == "err\n");
    CHECK(ran.exit_code == 7);
    CHECK(ran.signal == 0);
    CHECK(ran.peak_memory.count > 100'000);
}

TEST_CASE("process: stands where it is told, with the environment that it is given", "[support]") {
    CHECK(shell("pwd; echo \"$A$HOME\"").wait().out == "/\nb c\n");
}

TEST_CASE("process: has the input that a test wants", "[support]") {
    const TempDir folder;
    const std::string what = "if [ -t 0 ]; then echo terminal; elif [ -p /dev/stdin ]; then cat; "
                             "elif [ -c /dev/stdin ]; then echo device; elif [ -f /dev/stdin ]; "
                             "then cat; else echo closed; fi";
    const auto said = [&](Input input) { return shell(what, {.in = std::move(input)}).wait().out; };
    CHECK(said(NullInput{}) == "device\n");
    CHECK(said(PipedInput{"bytes"}) == "bytes");
    CHECK(said(FileInput{folder.write("f", "of a file")}) == "of a file");
    CHECK(said(ClosedInput{}) == "closed\n");
    CHECK(said(TerminalInput{}) == "terminal\n");
}

TEST_CASE("process: takes more input than a pipe holds", "[support]") {
    const std::string bytes(1'000'000, 'x');
    CHECK(shell("cat", {.in = PipedInput{bytes}}).wait().out == bytes);
    CHECK(shell("exit 0", {.in = PipedInput{bytes}}).wait().exit_code == 0);
}

TEST_CASE("process: can be talked to", "[support]") {
    Process process = shell("echo ready; read line; echo \"got $line\"; cat", {.in = OpenPipe{}});
    process.wait_for("ready\n");
    process.input("it\n");
    process.wait_for("got it\n");
    process.end_input();
    CHECK(process.wait().exit_code == 0);
}

TEST_CASE("process: can have a terminal for its outputs", "[support]") {
    const std::string script = "[ -t 1 ] && echo '1 is one'; [ -t 2 ] && echo '2 is one' >&2; "
                               "stty size <&1 2>/dev/null";
    Wiring wiring{.out = Output::terminal, .columns = 123};
    Ran ran = shell(script, wiring).wait();
    CHECK(ran.terminal == "1 is one\n24 123\n");
    CHECK(ran.out.empty());
    CHECK(ran.err.empty());
    wiring = {.err = Output::terminal};
    ran = shell(script, wiring).wait();
    CHECK(ran.terminal == "2 is one\n");
}

TEST_CASE("process: a reader that goes away is a broken pipe", "[support]") {
    Process process = shell("echo one; cat; echo two; exit 0", {.in = OpenPipe{}});
    process.wait_for("one\n");
    process.close_output();
    process.end_input();
    CHECK(process.wait().signal == SIGPIPE);
}

TEST_CASE("process: gets signals", "[support]") {
    Process process = shell("echo ready; exec cat", {.in = OpenPipe{}});
    process.wait_for("ready");
    process.send_signal(SIGTERM);
    CHECK(process.wait().signal == SIGTERM);
}

TEST_CASE("process: takes along what it started", "[support]") {
    const TempDir folder;
    const std::string fifo = (folder / "fifo").string();
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    const latch::base::Descriptor reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK));
    {
        Process process =
            shell("exec 3>" + fifo + "; tail -f /dev/null & echo ready; wait", {.in = OpenPipe{}});
        process.wait_for("ready");
    }
    // The fifo ends when nobody is left to write into it.
    pollfd end{.fd = reader.get(), .events = POLLIN, .revents = 0};
    CHECK(::poll(&end, 1, 10'000) == 1);
    CHECK((end.revents & POLLHUP) != 0);
}

TEST_CASE("process: that does not end fails the test", "[support][!shouldfail]") {
    const Ran ran = shell("cat", {.in = OpenPipe{}, .deadline = std::chrono::seconds(0)}).wait();
    CHECK(ran.signal == SIGKILL);
}

TEST_CASE("process: that says something else fails the test", "[support][!shouldfail]") {
    Process process = shell("echo ready");
    process.wait_for("steady");
}
