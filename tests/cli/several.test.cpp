// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <algorithm>
#include <csignal>
#include <string>

using namespace latch::test;

namespace {

/// Answers with the path and query; "/404/x" with that status; "/set/a" with a cookie of that name.
Response echo(const Request& request) {
    const std::string& target = request.target;
    Response response = reply(target + '\n');
    if (target.starts_with("/404")) {
        response.status = 404;
    }
    if (target.starts_with("/set/")) {
        response.headers.emplace_back("Set-Cookie", target.substr(5) + "=1; Path=/");
    }
    return response;
}

/// What is written on standard error besides the summary, which has to be the last line.
std::string without_summary(const std::string& err) {
    const auto end = err.rfind("latch: ");
    REQUIRE(end != std::string::npos);
    INFO(err);
    CHECK(err.find(" in ", end) != std::string::npos);
    return err.substr(0, end);
}

/// An answer that says its number, for a raw server.
Script numbered(const std::string& body) {
    return Script().request().stall().send(answer(body)).until_peer_leaves();
}

} // namespace

TEST_CASE("several: URLs are asked for one after the other, over one connection", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send(answer("one,"))
                          .request()
                          .send(answer("two,"))
                          .request()
                          .send(answer("three"))
                          .until_peer_leaves()});
    const Ran ran = Latch().run(
        {"--url", server.url("/1"), "--url", server.url("/2"), "--url=" + server.url("/3")}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "one,two,three");
    CHECK(without_summary(ran.err).empty());
    CHECK(ran.err.starts_with("latch: 3 requests in "));
    CHECK(ran.err.find("; 13 B; 50 % within ") != std::string::npos);
}

TEST_CASE("several: a method, items and options count for each", "[cli]") {
    Server server(echo, {.at_least = 2, .at_most = 2});
    const Ran ran = Latch().run(
        {"put", "a=b", "X-Y:z", "q==1", "--url", server.url("/1"), "--url", server.url("/2")}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "/1?q=1\n/2?q=1\n");
    for (const Request& request : server.requests()) {
        CHECK(request.method == "PUT");
        CHECK(request.body == R"({"a":"b"})");
        CHECK(request.header("X-Y") == "z");
    }
}

TEST_CASE("several: a list of URLs comes from a file or from standard input", "[cli]") {
    Server server(echo, {.at_least = 5, .at_most = 5});
    const Latch latch;
    latch.write("urls", "# comment\n\n  " + server.url("/1") + " \r\n" + server.url("/2"));
    Ran ran = latch.run({"-q", "--url-file=urls", "--url", server.url("/3")});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    ran = latch.run(
        {"--url-file", "-"}, {.in = PipedInput{server.url("/4") + '\n' + server.url("/5") + '\n'}}
    );
    CHECK(ran.out == "/4\n/5\n");
    CHECK(server.request(0).method == "GET");
    CHECK(server.request(2).target == "/3");
}

TEST_CASE("several: a body on standard input goes to each", "[cli]") {
    Server server(echo, {.at_least = 3, .at_most = 3});
    const Ran ran = Latch().run(
        {"--url", server.url("/1"), "--url", server.url("/2"), "--url", server.url("/3")},
        {.in = PipedInput{"from a pipe"}}
    );
    CHECK(ran.exit_code == 0);
    for (const Request& request : server.requests()) {
        CHECK(request.method == "POST");
        CHECK(request.body == "from a pipe");
    }
}

TEST_CASE("several: files and headers that look like URLs are items", "[cli]") {
    Server server(echo, {.at_least = 4, .at_most = 4});
    const Latch latch;
    latch.write("body", "of a file");
    const std::string one = "--url=" + server.url("/1");
    const std::string two = "--url=" + server.url("/2");
    CHECK(latch.run({"X-Limit:10", "@body", one, two}).exit_code == 0);
    CHECK(server.request(1).header("X-Limit") == "10");
    CHECK(server.request(1).body == "of a file");
    CHECK(latch.run({"--form", "f@body", one, two}).exit_code == 0);
    CHECK(server.request(3).body.find("of a file") != std::string::npos);
}

TEST_CASE("several: nothing more is sent when nobody reads", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send(answer("first"))
                          .request()
                          .stall()
                          .send(answer(std::string(100'000, 'x')))
                          .until_peer_leaves()});
    const Latch latch;
    Process process = latch.start(
        {"--url", server.url("/1"), "--url", server.url("/2"), "--url", server.url("/3")}
    );
    process.wait_for("first");
    server.wait_for_stalls();
    process.close_output();
    server.release();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.find("1 not begun") != std::string::npos);
}

TEST_CASE("several: the first URL that is answered is the base, whichever ends first", "[cli]") {
    RawServer slow({Script().request().stall().send(answer("slow")).until_peer_leaves()});
    Server quick(echo);
    const Latch latch;
    Process process = latch.start(
        {"@s", "--parallel", "--unordered", "--url", slow.url(), "--url", quick.url("/quick")}
    );
    process.wait_for("/quick");
    slow.release();
    CHECK(process.wait().exit_code == 0);
    const std::string session = content(latch.session_file("s"));
    CHECK(session.find("\"base\": \"" + slow.url("") + '"') != std::string::npos);
}

TEST_CASE("several: --fail-early stops at one that cannot be sent", "[cli]") {
    const ClosedPort closed;
    const std::string url = "http://127.0.0.1:" + std::to_string(closed.port()) + "/";
    const Ran ran = Latch().run(
        {"--csrf-token=env:NOT_THERE", "--fail-early", "POST", "--url", url, "--url", url}
    );
    CHECK(ran.exit_code != 0);
    CHECK(ran.err.find("1 request in ") != std::string::npos);
    CHECK(ran.err.find("1 not begun") != std::string::npos);
}

TEST_CASE("several: --parallel sends at once and shows in order", "[cli]") {
    RawServer server({numbered("1"), numbered("2"), numbered("3")});
    const Latch latch;
    Process process = latch.start(
        {"--parallel",
         "--url",
         server.url("/a"),
         "--url",
         server.url("/b"),
         "--url",
         server.url("/c")}
    );
    server.wait_for_stalls(3);
    for (int answered = 0; answered < 3; ++answered) {
        server.release();
    }
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.size() == 3);
    // Which connection carries which request is a matter of the kernel.
    std::string in_order;
    for (const char path : {'a', 'b', 'c'}) {
        for (std::size_t connection = 0; connection < 3; ++connection) {
            const std::string head = server.received(connection).bytes;
            if (head.starts_with(std::string("GET /") + path)) {
                in_order += std::to_string(connection + 1);
            }
        }
    }
    CHECK(ran.out == in_order);
}

TEST_CASE("several: --parallel=2 and --per-origin=2 keep the rest waiting", "[cli]") {
    for (const std::string limit : {"--parallel=2", "--per-origin=2"}) {
        INFO(limit);
        const Script stalling = Script().request().stall().until_peer_leaves();
        RawServer server({stalling, stalling});
        const Latch latch;
        Process process = latch.start(
            {"--parallel",
             limit,
             "--url",
             server.url("/a"),
             "--url",
             server.url("/b"),
             "--url",
             server.url("/c")}
        );
        server.wait_for_stalls(2);
        process.send_signal(SIGINT);
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 130);
        CHECK(ran.err.find(", 2 cut off, 1 not begun; ") != std::string::npos);
        CHECK(ran.err.find("latch: interrupted\n") != std::string::npos);
    }
}

TEST_CASE("several: --unordered shows an answer when it is there", "[cli]") {
    RawServer slow({numbered("slow")});
    Server quick([](const Request& /*request*/) { return reply("quick,"); });
    const Latch latch;
    Process process =
        latch.start({"--parallel", "--unordered", "--url", slow.url(), "--url", quick.url()});
    slow.wait_for_stalls();
    process.wait_for("quick,");
    slow.release();
    CHECK(process.wait().out == "quick,slow");
}

TEST_CASE("several: --rate is a usage error if it is none, and holds the next one back", "[cli]") {
    for (const std::string wrong : {"5", "x/s", "0/s", "5/d", "-1/s", "/s"}) {
        const Ran ran = Latch().run({"--rate=" + wrong, "--url=http://127.0.0.1:1/"});
        INFO(wrong);
        CHECK(ran.exit_code == 64);
        check_error(ran.err, "--rate: '" + wrong + "' is no rate");
    }
    RawServer server({Script().request().send(answer("first")).until_peer_leaves()});
    const Latch latch;
    Process process =
        latch.start({"--rate=1/h", "--url", server.url("/1"), "--url", server.url("/2")});
    process.wait_for("first");
    process.send_signal(SIGINT);
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 130);
    CHECK(ran.out == "first");
    CHECK(ran.err.find("1 request in ") != std::string::npos);
    CHECK(ran.err.find("1 not begun") != std::string::npos);
}

TEST_CASE("several: one that fails does not stop the others, and the worst counts", "[cli]") {
    const ClosedPort closed;
    const std::string nobody = "http://127.0.0.1:" + std::to_string(closed.port()) + "/";
    Server server(echo, {.at_least = 2, .at_most = 2});
    const Ran ran =
        Latch().run({"--url", server.url("/404"), "--url", nobody, "--url", server.url("/ok")});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == "/404\n/ok\n");
    CHECK(ran.err.find("latch: " + server.url("/404") + ": HTTP 404") != std::string::npos);
    CHECK(ran.err.find("latch: " + nobody + ": cannot connect to 127.0.0.1:") != std::string::npos);
    CHECK(ran.err.find("latch: 3 requests in ") != std::string::npos);
    CHECK(ran.err.find(", 2 failed; ") != std::string::npos);
}

TEST_CASE("several: --fail-early stops at the first", "[cli]") {
    Server server(echo, {.at_least = 2, .at_most = 2});
    const Ran ran = Latch().run(
        {"--fail-early",
         "--url",
         server.url("/1"),
         "--url",
         server.url("/404"),
         "--url",
         server.url("/3")}
    );
    CHECK(ran.exit_code == 4);
    CHECK(ran.out == "/1\n/404\n");
    CHECK(ran.err.find(", 1 failed, 1 not begun; ") != std::string::npos);
}

TEST_CASE("several: --fail-early cuts off what is under way", "[cli]") {
    RawServer stalled({Script().request().stall().until_peer_leaves()});
    RawServer failing({Script()
                           .request()
                           .stall()
                           .send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")
                           .until_peer_leaves()});
    const Latch latch;
    Process process =
        latch.start({"--fail-early", "--parallel", "--url", stalled.url(), "--url", failing.url()});
    stalled.wait_for_stalls();
    failing.wait_for_stalls();
    failing.release();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 5);
    CHECK(ran.err.find("2 requests in ") != std::string::npos);
    CHECK(ran.err.find(", 1 failed, 1 cut off; ") != std::string::npos);
}

TEST_CASE("several: one session is for all, and loses nothing", "[cli]") {
    Server server(echo, {.at_least = 41, .at_most = 41});
    const Latch latch;
    std::string urls;
    for (int number = 0; number < 40; ++number) {
        urls += server.url("/set/c" + std::to_string(number)) + '\n';
    }
    latch.write("urls", urls);
    CHECK(latch.run({"@s", "X-Kept:yes", "--parallel", "-q", "--url-file=urls"}).exit_code == 0);
    CHECK(latch.run({"@s", "/last"}).exit_code == 0);
    const Request last = server.request(40);
    CHECK(last.header("X-Kept") == "yes");
    const std::string cookies = last.header("Cookie").value_or("");
    CHECK(std::ranges::count(cookies, '=') == 40);
}

TEST_CASE("several: a cookie goes with those that begin after it", "[cli]") {
    Server server(echo, {.at_least = 2, .at_most = 2});
    const Ran ran =
        Latch().run({"@s", "--url", server.url("/set/a"), "--url", server.url("/next")});
    CHECK(ran.exit_code == 0);
    CHECK(server.request(1).header("Cookie") == "a=1");
}

TEST_CASE("several: downloads get names of their own", "[cli]") {
    Server server(echo, {.at_least = 3, .at_most = 3});
    const Latch latch;
    const Ran ran = latch.run(
        {"--download",
         "--parallel",
         "--url",
         server.url("/a.txt"),
         "--url",
         server.url("/b.txt"),
         "--url",
         server.url("/sub/a.txt")}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(names_in(latch.working_directory()).size() == 3);
    CHECK(content(latch.working_directory() / "b.txt") == "/b.txt\n");
}

TEST_CASE("several: --offline and --curl show each", "[cli]") {
    const Latch latch;
    const Words urls{"--url=http://a.test/1", "--url=http://b.test/2"};
    Words offline{"--offline"};
    offline.insert(offline.end(), urls.begin(), urls.end());
    const std::string shown = latch.run(offline).out;
    CHECK(shown.find("GET /1 HTTP/1.1\r\nHost: a.test\r\n") != std::string::npos);
    CHECK(shown.find("GET /2 HTTP/1.1\r\nHost: b.test\r\n") != std::string::npos);
    Words curl{"--curl"};
    curl.insert(curl.end(), urls.begin(), urls.end());
    const std::string commands = latch.run(curl).out;
    CHECK(std::ranges::count(commands, '\n') == 2);
    CHECK(commands.find("http://b.test/2") != std::string::npos);
}

TEST_CASE("several: what is wrong sends nothing", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::string err;
    };

    const std::vector<Case> cases = {
        {"a URL among the words",
         {"{url}/x", "--url={url}/y"},
         "the URL {url}/x is among the words"},
        {"a URL that is none",
         {"--url={url}/x", "--url=http://:1:2"},
         "cannot use the URL http://:1:2"},
        {"a line that is none", {"--url-file=bad"}, "bad:2: cannot use the URL "},
        {"an empty list", {"--url-file=empty"}, "there is no URL in the list"},
        {"no such file", {"--url-file=none"}, "cannot "},
        {"a file for several", {"--output=o", "--url={url}/x"}, "--output and a list of URLs"},
        {"standard input twice", {"--url-file=-", "--url-file=-"}, "--url-file=- twice"},
        {"a path without a base", {"--url={url}/x", "--url=/y"}, "there is no host in /y"},
        {"none at once", {"--parallel=0", "--url={url}/x"}, "--parallel: "},
        {"none to an origin", {"--per-origin=0", "--url={url}/x"}, "--per-origin: "},
        {"a URL in short", {":8080/x", "--url={url}/y"}, "the URL :8080/x is among the words"},
        {"an item that is none", {"nothing", "--url={url}/x"}, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const ClosedPort closed;
        const std::string url = "http://127.0.0.1:" + std::to_string(closed.port());
        const Latch latch;
        latch.write("bad", url + "/x\nhttp://:1:2\n");
        latch.write("empty", "# nothing\n\n");
        const Ran ran = latch.run(filled(c.words, url));
        CHECK(ran.out.empty());
        CHECK((ran.exit_code == 64 || ran.exit_code == 1));
        CHECK(ran.err.find("connection refused") == std::string::npos);
        check_error(ran.err, filled({c.err}, url).front());
    }
}

TEST_CASE("several: configuration that differs among the URLs is an error", "[cli]") {
    Server server(echo, {.at_least = 2, .at_most = 2});
    const Latch latch;
    configure_origin(latch, server.url("").substr(0, server.url("").size()), {"--max-redirects=3"});
    const Ran mixed = latch.run({"--url", server.url("/1"), "--url", "http://127.0.0.1:1/2"});
    CHECK(mixed.exit_code == 64);
    check_error(mixed.err, "URLs with different options");
    CHECK(latch.run({"--url", server.url("/1"), "--url", server.url("/2")}).exit_code == 0);
}
