// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/client_socket.hpp"
#include "support/numbered.hpp"
#include "support/server.hpp"

#include <csignal>
#include <sys/stat.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

std::string out_of(const Latch& latch) {
    return content(latch.working_directory() / "out");
}

} // namespace

TEST_CASE("output file: holds the body and appears when it is complete", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nnew")
                          .stall()
                          .send("er\n")
                          .until_peer_leaves()});
    const Latch latch;
    latch.write("out", "old");
    Process process = latch.start({"--output=out", server.url()});
    server.wait_for_stalls();
    CHECK(out_of(latch) == "old");
    server.release();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(out_of(latch) == "newer\n");
    CHECK(names_in(latch.working_directory()) == Words{"out"});
}

TEST_CASE("output file: has its body even if the status is an error", "[cli]") {
    RawServer server({answering("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\noops")});
    const Latch latch;
    CHECK(latch.run({"-o", "out", server.url()}).exit_code == 5);
    CHECK(out_of(latch) == "oops");
}

TEST_CASE("output file: is neither formatted nor coloured unless one asks", "[cli]") {
    const std::string json = answer("[1]", "Content-Type: application/json\r\n");
    RawServer server({answering(json), answering(json)});
    const Latch latch;
    latch.run({"--output=out", server.url()}, {.out = Output::terminal});
    CHECK(out_of(latch) == "[1]");
    latch.run({"--output=out", "--pretty=format", server.url()});
    CHECK(out_of(latch) == "[\n    1\n]\n");
}

TEST_CASE("output file: keeps its mode, and a new one obeys the umask", "[cli]") {
    RawServer server({answering(answer("a")), answering(answer("b"))});
    const Latch latch;
    latch.write("out", "old");
    fs::permissions(latch.working_directory() / "out", fs::perms(0604));
    latch.run({"--output=out", server.url()});
    CHECK(fs::status(latch.working_directory() / "out").permissions() == fs::perms(0604));
    latch.shell("umask 027; \"$latch\" --output=new " + server.url());
    CHECK(fs::status(latch.working_directory() / "new").permissions() == fs::perms(0640));
}

TEST_CASE("output file: an interrupted run leaves nothing behind", "[cli]") {
    RawServer server(
        {Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").stall()}
    );
    const Latch latch;
    latch.write("out", "old");
    Process process = latch.start({"--output=out", server.url()});
    server.wait_for_stalls();
    process.send_signal(SIGINT);
    CHECK(process.wait().exit_code == 130);
    CHECK(out_of(latch) == "old");
    CHECK(names_in(latch.working_directory()) == Words{"out"});
}

TEST_CASE(
    "output file: a run that ends while a try waits for the next leaves the old one", "[cli]"
) {
    RawServer server(
        {Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").close(),
         Script().until_peer_leaves()}
    );
    const Latch latch;
    latch.write("out", "old");
    Process process = latch.start({"--retry=9", "--output=out", server.url()});
    process.wait_for("trying again");
    process.send_signal(SIGINT);
    CHECK(process.wait().exit_code == 130);
    CHECK(out_of(latch) == "old");
    CHECK(names_in(latch.working_directory()) == Words{"out"});
    if (server.connections() < 2) {
        const ClientSocket in_its_place(server.port()); // the signal came before the next try
    }
}

TEST_CASE("output file: can be read along with --stream, and with events", "[cli]") {
    struct Case {
        std::string_view why;
        Words options;
        std::string_view type;
    };

    const std::vector<Case> cases{
        {"one asks for it", {"--stream"}, "text/plain"},
        {"events may never end", {}, "text/event-stream"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(c.type) +
                                 "\r\nContent-Length: 99\r\n\r\n";
        RawServer server({Script().request().send(head).stall().send("data: 1\n\n").close()});
        const Latch latch;
        latch.write("out", "old");
        Words words = c.options;
        words.insert(words.end(), {"--output=out", server.url()});
        Process process = latch.start(words);
        server.wait_for_stalls(1);
        CHECK(out_of(latch) == "old");
        server.release();
        CHECK(process.wait().exit_code == 1);
        CHECK(out_of(latch) == "data: 1\n\n");
        CHECK(names_in(latch.working_directory()) == Words{"out"});
    }
}

TEST_CASE("output file: can be denied", "[cli]") {
    RawServer server({answering(answer("a"))});
    const Latch latch;
    CHECK(latch.run({"--output=out", "--no-output", server.url()}).out == "a");
    CHECK(names_in(latch.working_directory()).empty());
}

TEST_CASE("output file: a full disk is an error", "[cli]") {
    RawServer server({answering(answer("abc"))});
    const Latch latch;
    const Ran ran = latch.shell("\"$latch\" " + server.url() + " > /dev/full");
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot write to standard output: no space left on device\n");
}

TEST_CASE("output file: a large body is all there, and what is shown behind it", "[cli]") {
    const std::string body = numbered(5'000'000);
    Server server([&](const Request& /*request*/) { return reply(body); });
    const Latch latch;
    CHECK(latch.run({"-o", "out", server.url()}).exit_code == 0);
    CHECK(out_of(latch) == body);

    latch.write("out", "what was there ");
    const Ran appended = latch.shell("$latch " + server.url() + " >>out");
    CHECK(appended.exit_code == 0);
    CHECK(out_of(latch) == "what was there " + body);

    CHECK(latch.run({"--print=bm", "-o", "out", server.url()}).exit_code == 0);
    CHECK(out_of(latch).starts_with(body + "\n\nElapsed time: "));
}

TEST_CASE("output file: with --stream, a large body follows what was shown before it", "[cli]") {
    const std::string body = numbered(3'000'000);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n";
    const Script slow = Script().request().send(head).stall().send(body).until_peer_leaves();
    for (const std::string parts : {"b", "hb"}) {
        INFO(parts);
        RawServer server({slow});
        const Latch latch;
        Process process = latch.start({"--stream", "--print=" + parts, "-o", "out", server.url()});
        server.wait_for_stalls();
        server.release();
        CHECK(process.wait().exit_code == 0);
        CHECK(out_of(latch).size() == body.size() + (parts == "b" ? 0 : head.size()));
        CHECK(out_of(latch).ends_with(body));
    }
}

TEST_CASE("output file: a limited rate changes nothing of what arrives", "[cli]") {
    const std::string body = numbered(3'000'000);
    Server server([&](const Request& request) {
        return request.target == "/" ? redirect("/b") : reply(body);
    });
    const Latch latch;
    const Ran ran = latch.run({"--limit-rate=20M", "-vF", "-o", "out", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(out_of(latch).ends_with(body));
    CHECK(latch.run({"--limit-rate=20M", "-d", "-o", "f", server.url("/b")}).exit_code == 0);
    CHECK(content(latch.working_directory() / "f") == body);
}
