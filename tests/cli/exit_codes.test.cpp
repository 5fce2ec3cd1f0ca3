// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <csignal>

using namespace latch::test;

namespace {

Server::Handler of_status(unsigned status) {
    return [status](const Request& /*request*/) {
        Response response = reply("body");
        response.status = status;
        return response;
    };
}

/// Asks once for an answer of that status.
Ran ran_into(unsigned status, Words options = {}) {
    Server server(of_status(status));
    options.push_back(server.url());
    return Latch().run(options);
}

/// Waits for nothing but a signal, having sent a request.
Ran stopped_by(int signal) {
    RawServer server({Script().request().send("HTTP/1.1 200 OK\r\n").stall()});
    const Latch latch;
    Process process = latch.start({"@s", "--output=file", server.url()});
    server.wait_for_stalls();
    process.send_signal(signal);
    Ran ran = process.wait();
    CHECK(names_in(latch.working_directory()).empty());
    return ran;
}

} // namespace

TEST_CASE("exit codes: the class of the status", "[cli]") {
    struct Case {
        unsigned status;
        int exit_code;
        std::string err;
    };

    const std::vector<Case> cases = {
        {200, 0, ""},
        {201, 0, ""},
        {299, 0, ""},
        {302, 3, "latch: HTTP 302 Found\n"},
        {400, 4, "latch: HTTP 400 Bad Request\n"},
        {404, 4, "latch: HTTP 404 Not Found\n"},
        {500, 5, "latch: HTTP 500 Internal Server Error\n"},
        {503, 5, "latch: HTTP 503 Service Unavailable\n"},
    };
    for (const Case& c : cases) {
        INFO(c.status);
        const Ran ran = ran_into(c.status);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.err == c.err);
        CHECK(ran.out == "body");
    }
}

TEST_CASE("exit codes: --no-check-status takes every status for success", "[cli]") {
    for (const unsigned status : {302U, 404U, 500U}) {
        INFO(status);
        const Ran ran = ran_into(status, {"--no-check-status"});
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(ran.out == "body");
    }
    CHECK(ran_into(404, {"--check-status"}).exit_code == 4);
}

TEST_CASE("exit codes: a link called http or https checks no status unless told to", "[cli]") {
    for (const std::string name : {"http", "https"}) {
        Server server(of_status(404));
        Latch latch;
        latch.called(name);
        CHECK(latch.run({server.url()}).exit_code == 0);
        CHECK(latch.run({"--check-status", server.url()}).exit_code == 4);
    }
}

TEST_CASE("exit codes: a link called http or https has HTTPie's code for usage errors", "[cli]") {
    for (const std::string name : {"http", "https"}) {
        Latch latch;
        latch.called(name);
        const Ran ran = latch.run({"--no-such-option"});
        CHECK(ran.exit_code == 1);
        check_error(ran.err, "there is no option");
    }
}

TEST_CASE("exit codes: what was asked of latch itself is done", "[cli]") {
    const Latch latch;
    const Ran help = latch.run({"--help"});
    CHECK(help.exit_code == 0);
    CHECK(help.out.find("--session-read-only") != std::string::npos);
    CHECK(latch.run({"help"}).out == help.out);
    const Ran version = latch.run({"--version"});
    CHECK(version.exit_code == 0);
    CHECK(version.out.starts_with("latch "));
    CHECK(latch.run({"generate", "man"}).out.find("\n.TH LATCH 1 ") != std::string::npos);
    CHECK(latch.run({"--help", "--no-help"}).exit_code == 64);
    CHECK(latch.run({"--version", "--no-version"}).exit_code == 64);
}

TEST_CASE("exit codes: 2 when the server falls silent", "[cli]") {
    RawServer server({Script().request().until_peer_leaves()});
    const Ran ran = Latch().run({"--timeout=0.1", server.url()});
    CHECK(ran.exit_code == 2);
    check_error(ran.err, "nothing from 127.0.0.1:");
}

TEST_CASE("exit codes: 2 when a handshake does not end", "[cli]") {
    for (const std::string option : {"--connect-timeout", "--tls-timeout"}) {
        RawServer server({Script().until_peer_leaves()});
        const Ran ran = Latch().run({option + "=0.1", "--https", server.url().substr(7)});
        CHECK(ran.exit_code == 2);
        CHECK(ran.err.starts_with("latch: "));
        CHECK(ran.err.ends_with("\n  try " + option + " to wait longer\n"));
    }
}

TEST_CASE("exit codes: 2 when no answer begins", "[cli]") {
    RawServer server({Script().request().until_peer_leaves()});
    const Ran ran = Latch().run({"--first-byte-timeout=0.1", server.url()});
    CHECK(ran.exit_code == 2);
    CHECK(
        ran.err == "latch: no first byte from " + server.url("").substr(7) +
                       " within 100 ms\n  try --first-byte-timeout to wait longer\n"
    );
}

TEST_CASE("exit codes: a time limit can be denied", "[cli][parity]") {
    RawServer server({Script().request().stall().send(answer("late")).until_peer_leaves()});
    const Latch latch;
    Process process = latch.start(
        {"--timeout=0.001",
         "--no-timeout",
         "--connect-timeout=0.000001",
         "--no-connect-timeout",
         server.url()}
    );
    server.wait_for_stalls();
    server.release();
    CHECK(process.wait().out == "late");
}

TEST_CASE("exit codes: 7 when an answer leads to a login page", "[cli]") {
    Server server([](const Request& request) {
        return request.path() == "/login" ? reply("<form>", "text/html") : redirect("/login");
    });
    const Latch latch;
    const Ran ran = latch.run({server.url("/orders")});
    CHECK(ran.exit_code == 7);
    check_error(ran.err, "not signed in: the answer leads to " + server.url("/login"));
    CHECK(latch.run({"--follow", server.url("/orders")}).exit_code == 7);
}

TEST_CASE("exit codes: interrupted and terminated", "[cli]") {
    const Ran interrupted = stopped_by(SIGINT);
    CHECK(interrupted.exit_code == 130);
    CHECK(interrupted.out.empty());
    const Ran terminated = stopped_by(SIGTERM);
    CHECK(terminated.exit_code == 143);
    CHECK(terminated.out.empty());
}
