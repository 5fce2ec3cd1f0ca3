// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <csignal>

using namespace latch::test;

namespace {

const Wiring at_terminal{.in = TerminalInput{}, .err = Output::terminal};

} // namespace

TEST_CASE("auth sources: the secret is had, and a session keeps only where", "[cli][parity]") {
    struct Case {
        std::string why, source, stored;
    };

    Latch latch;
    latch.set("PW", "s3cret");
    const std::string file = latch.write("pw", "s3cret\n").string();
    const std::vector<Case> cases = {
        {"a variable", "env:PW", R"({"env":"PW"})"},
        {"a file", "file:pw", R"({"file":")" + file + R"("})"},
        {"a descriptor", "fd:0", R"({"fd":"0"})"},
        {"a command", "cmd:printf '%s\\n' \"$PW\"", R"({"cmd":)"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server([](const Request&) { return reply("ok"); });
        const Wiring wiring{.in = PipedInput{"s3cret\n"}};
        const std::string name = "s" + std::to_string(&c - cases.data());
        const Ran ran = latch.run(
            {"--auth=bob", "--auth-from", c.source, "--session", name, "GET", server.url()}, wiring
        );
        CHECK(ran.err.empty());
        CHECK(server.request(0).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
        CHECK(server.request(0).body.empty());
        std::string session = latch.session(name);
        std::erase_if(session, [](char each) { return each == ' ' || each == '\n'; });
        CHECK(session.find(c.stored) != std::string::npos);
        CHECK(session.find("s3cret") == std::string::npos);
        latch.run({"--session", name, "GET", server.url()}, wiring);
        CHECK(server.request(1).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
    }
}

TEST_CASE("auth sources: what gives no secret is an error, and nothing is sent", "[cli]") {
    struct Case {
        std::string why, source, error;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"no variable", "env:NO_SUCH", "the secret should be in the variable NO_SUCH", 64},
        {"no file", "file:missing", "cannot open ", 1},
        {"no descriptor", "fd:77", "cannot read the descriptor 77", 1},
        {"a command that fails",
         "cmd:exit 3",
         "the command for the secret gave none: it ended",
         64},
        {"a command that says nothing", "cmd:true", "the command for the secret gave none", 64},
        {"a command that says too much",
         "cmd:yes",
         "the command for the secret gave none: it printed more than 65536 bytes",
         64},
        {"nobody to ask", "prompt", "cannot ask for a secret: there is no terminal", 64},
        {"two lines", "cmd:echo a; echo b", "the password holds a line end", 64},
    };
    const Latch latch;
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({});
        const Ran ran = latch.run({"--auth=bob", "--auth-from", c.source, server.url()});
        CHECK(ran.exit_code == c.exit_code);
        check_error(ran.err, c.error);
    }
}

TEST_CASE("auth sources: --auth without a password asks for it, unseen", "[cli]") {
    Server server([](const Request&) { return reply("ok"); });
    const Latch latch;
    Process process = latch.start({"--session=s", "--auth=bob", server.url()}, at_terminal);
    process.wait_for("latch: password for bob@127.0.0.1: ");
    process.input("s3cret\n");
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.terminal.find("s3cret") == std::string::npos);
    CHECK(server.request(0).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
    CHECK(latch.session("s").find("s3cret") == std::string::npos);

    Process again = latch.start({"--session=s", server.url()}, at_terminal);
    again.wait_for("latch: password for bob@127.0.0.1: ");
    again.input("s3cret\n");
    CHECK(again.wait().exit_code == 0);
}

TEST_CASE("auth sources: Ctrl-C at the question ends with 130, and nothing is sent", "[cli]") {
    RawServer server({});
    const Latch latch;
    Process process = latch.start({"--auth=bob", server.url()}, at_terminal);
    process.wait_for("latch: password for ");
    process.send_signal(SIGINT);
    CHECK(process.wait().exit_code == 130);
}

TEST_CASE(
    "auth sources: a signal ends a command that takes its time, and nothing is sent", "[cli]"
) {
    struct Case {
        int signal, exit_code;
    };

    for (const Case& c : {Case{SIGINT, 130}, {SIGTERM, 143}}) {
        INFO(c.signal);
        RawServer server({});
        const Latch latch;
        Process process = latch.start(
            {"--auth=bob", "--auth-from=cmd:echo working >&2; exec sleep 1000", server.url()}
        );
        process.wait_for("working");
        process.send_signal(c.signal);
        CHECK(process.wait().exit_code == c.exit_code);
    }
}

TEST_CASE("auth sources: a reference is looked up once, and only for its own origin", "[cli]") {
    Server other([](const Request&) { return reply("ok"); });
    Server server([](const Request& request) {
        return request.target == "/" ? redirect("/to") : reply("ok");
    });
    const Latch latch;
    const std::string counting = "cmd:echo called >> calls; echo s3cret";
    latch.run({"session", "set", "s", "base=" + server.url(), "auth=bob", "--auth-from", counting});
    CHECK_FALSE(std::filesystem::exists(latch.working_directory() / "calls"));
    CHECK(latch.run({"session", "show", "s"}).exit_code == 0);
    CHECK(latch.run({"@s", other.url()}).exit_code == 0);
    CHECK_FALSE(other.request(0).header("Authorization"));
    CHECK_FALSE(std::filesystem::exists(latch.working_directory() / "calls"));
    CHECK(latch.run({"@s", "--follow", server.url()}).exit_code == 0);
    CHECK(server.request(1).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
    CHECK(content(latch.working_directory() / "calls") == "called\n");
}

TEST_CASE(
    "auth sources: a command gets none of our files, and no secret among its words", "[cli]"
) {
    const Latch latch;
    latch.write("upload", "a body");
    latch.write("token", "s3cret");
    // What the command is started with, but for its own output: descriptors and words.
    const std::string looking = "cmd:for each in /proc/$$/fd/*; do readlink $each; done >open; "
                                "tr '\\0' ' ' </proc/$$/cmdline >words; echo pw";
    Server other([](const Request&) { return reply("ok"); });
    Server server([&](const Request&) { return redirect(other.url(), 307); });
    latch.run({"session", "set", "s", "base=" + other.url(), "auth=bob", "--auth-from", looking});
    const Ran ran = latch.run(
        {"@s", "--follow", "--auth=eve", "--auth-from=file:token", "POST", server.url(), "@upload"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(other.request(0).header("Authorization") == "Basic Ym9iOnB3");
    const std::string open = content(latch.working_directory() / "open");
    CHECK(open.find("/dev/null") != std::string::npos);
    CHECK(open.find("upload") == std::string::npos);
    CHECK(open.find("socket:") == std::string::npos);
    CHECK(open.find("session") == std::string::npos);
    CHECK(content(latch.working_directory() / "words").find("s3cret") == std::string::npos);
}
