// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

namespace {

/// Bytes of a server that are no answer, or not a whole one.
struct Case {
    std::string why;
    Script script;
    std::string err; ///< what follows the server's name
    std::string out; ///< what had arrived of the body before
};

const std::string ok = "HTTP/1.1 200 OK\r\n";

/// Sends these bytes and closes the connection.
Script saying(std::string bytes) {
    return Script().request().send(std::move(bytes)).close();
}

/// The client gives up in the midst of these.
Script flooding(std::string bytes) {
    return Script().request().send(std::move(bytes)).until_peer_leaves();
}

void check_on_stdout(const Case& c) {
    RawServer server({c.script});
    const Latch latch;
    const Ran ran = latch.run({server.url("/x")});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == c.out);
    const std::string peer = "127.0.0.1:" + std::to_string(server.port());
    check_error(ran.err, c.err.starts_with(' ') ? "the answer of " + peer + c.err : c.err);
    CHECK(names_in(latch.home()).empty());
}

/// A file of that name stays as it was, and no piece of a new one is left about.
void check_in_file(const Case& c) {
    RawServer server({c.script});
    const Latch latch;
    latch.write("out", "old");
    CHECK(latch.run({"--output=out", server.url("/x")}).exit_code == 1);
    CHECK(content(latch.working_directory() / "out") == "old");
    CHECK(names_in(latch.working_directory()) == Words{"out"});
}

void check(const Case& c) {
    INFO(c.why);
    check_on_stdout(c);
    check_in_file(c);
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("bad answer: garbage is no answer", "[cli]") {
    const std::vector<Case> cases = {
        {"words", saying("hello\r\n\r\n"), " is not valid HTTP: bad version\n", ""},
        {"an escape sequence", saying("\x1b[2J\r\n\r\n"), " is not valid HTTP: bad version\n", ""},
        {"another trade",
         saying("SSH-2.0-OpenSSH_9.2\r\n"),
         " is not valid HTTP: bad version\n",
         ""},
        {"TLS",
         saying({"\x15\x03\x01\0\x02\x02\x46", 7}),
         " is not valid HTTP: it is TLS\n  try https://\n",
         ""},
        {"a version to come",
         saying("HTTP/3.1 200 OK\r\n\r\n"),
         " is not valid HTTP: bad version\n",
         ""},
        {"a status of six digits",
         saying("HTTP/1.1 999999 OK\r\n\r\n"),
         " is not valid HTTP: bad status\n",
         ""},
        {"a blank in a name",
         saying(ok + "X y: z\r\n\r\n"),
         " is not valid HTTP: its header 'X y' has no valid name\n",
         ""},
        {"no name",
         saying(ok + ": z\r\n\r\n"),
         " is not valid HTTP: its header '' has no valid name\n",
         ""},
        {"NUL in a value",
         saying(ok + std::string("X: \0\r\n\r\n", 8)),
         " is not valid HTTP: the value of its header X holds a control character\n",
         ""},
        {"a length in letters",
         saying(ok + "Content-Length: x\r\n\r\n"),
         " is not valid HTTP: bad content-length\n",
         ""},
        {"two lengths",
         saying(ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
         " is not valid HTTP: multiple content-length\n",
         ""},
        {"an unknown transfer coding",
         saying(ok + "Transfer-Encoding: gzip\r\n\r\nabc"),
         " is not valid HTTP: it uses a transfer coding other than chunked\n",
         ""},
        {"a switch of protocols",
         saying("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
         " is not valid HTTP: it switches protocols, and nobody asked it to\n",
         ""},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad answer: what breaks off is no success", "[cli]") {
    const std::vector<Case> cases = {
        {"before the first byte", saying(""), "127.0.0.1:", ""},
        {"by a reset", Script().request().reset(), "127.0.0.1:", ""},
        {"in the head", saying(ok + "X: y"), " was cut off: the head is not complete\n", ""},
        {"in the body",
         saying(ok + "Content-Length: 10\r\n\r\nabc"),
         " was cut off: 3 of 10 bytes arrived\n",
         "abc"},
        {"between chunks",
         saying(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
         " was cut off: 3 bytes arrived, and the end of the chunks did not\n",
         "abc"},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad answer: a body that is not what the head says", "[cli]") {
    const std::string abc = "Content-Length: 3\r\n\r\nabc";
    const std::vector<Case> cases = {
        {"a chunk without a size",
         saying(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
         " is not valid HTTP: bad chunk\n",
         ""},
        {"not gzip",
         flooding(ok + "Content-Encoding: gzip\r\n" + abc),
         "cannot decode the response body: gzip: it does not begin like gzip\n",
         ""},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad answer: heads without end are given up", "[cli]") {
    const std::vector<Case> cases = {
        {"one line",
         flooding(ok + "X: " + std::string(400'000, 'x')),
         " is not valid HTTP: its head is larger than 307200 bytes\n",
         ""},
        {"many lines",
         flooding(ok + repeated("X: y\r\n", 6'000)),
         " is not valid HTTP: it has more than 5000 fields\n  --max-headers=N allows N\n",
         ""},
        {"many heads",
         flooding(repeated("HTTP/1.1 100 Continue\r\n\r\n", 100)),
         " is not valid HTTP: more than 32 interim responses came before it\n",
         ""},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad answer: a redirect to nowhere cannot be followed", "[cli]") {
    RawServer server(
        {answering("HTTP/1.1 302 Found\r\nLocation: http://[\r\nContent-Length: 0\r\n\r\n")}
    );
    const Ran ran = Latch().run({"--follow", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out.empty());
    check_error(ran.err, "cannot follow a redirect to http://[: ");
}
