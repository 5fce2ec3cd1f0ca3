// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;

namespace {

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// What is shown of an answer with JSON and two headers out of order.
Ran shown(Words words, const Wiring& wiring, const Latch& latch = {}) {
    RawServer server({answering(
        answer(R"({"b":1.50,"a":[2]})", "Content-Type: application/json\r\nZ: 1\r\nA: 2\r\n")
    )});
    words.push_back(server.url());
    const Ran ran = latch.run(words, wiring);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return ran;
}

std::string on_terminal(const Words& words) {
    Latch latch;
    latch.set("NO_COLOR", "1");
    return shown(words, {.out = Output::terminal}, latch).terminal;
}

/// What of the first event of a stream is out of the program once it has certainly taken it.
///
/// It sends a body all the while, and reads and writes in turns: whoever has sent two pieces more
/// has read what came before. What should be out is waited for.
std::string seen_of_first_event(Words words, std::string_view awaited) {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n")
                          .expect("one")
                          .stall()
                          .expect("two")
                          .stall()
                          .expect("three")
                          .stall()
                          .until_peer_leaves()});
    words.push_back(server.url());
    const Latch latch;
    Process process = latch.start(words, {.in = OpenPipe{}});
    unsigned pieces = 0;
    for (const std::string_view piece : {"one", "two", "three"}) {
        process.input(piece);
        server.wait_for_stalls(++pieces);
        server.release();
    }
    process.wait_for(awaited);
    process.send_signal(SIGKILL);
    const Ran ran = process.wait();
    CHECK(ran.signal == SIGKILL);
    return ran.out;
}

} // namespace

TEST_CASE("output options: --format-options lay out as they say", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::string body;
    };

    const std::vector<Case> cases = {
        {"four columns by default", {}, "{\n    \"b\": 1.50,\n    \"a\": [\n        2\n    ]\n}\n"},
        {"fewer", {"--format-options=json.indent:1"}, "{\n \"b\": 1.50,\n \"a\": [\n  2\n ]\n}\n"},
        {"the last one counts",
         {"--format-options=json.indent:8", "--format-options", "JSON.Indent:0,xml.indent:9"},
         "{\n\"b\": 1.50,\n\"a\": [\n2\n]\n}\n"},
        {"not laid out", {"--format-options=json.format:false"}, "{\"b\":1.50,\"a\":[2]}\n"},
        {"sorted keys",
         {"--format-options=json.sort_keys:true,json.indent:0"},
         "{\n\"a\": [\n2\n],\n\"b\": 1.50\n}\n"},
        {"denied",
         {"--format-options=json.indent:1", "--no-format-options"},
         "{\n    \"b\": 1.50,\n    \"a\": [\n        2\n    ]\n}\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Words words{"--pretty=format"};
        words.insert(words.end(), c.words.begin(), c.words.end());
        CHECK(shown(words, {}).out == c.body);
    }
}

TEST_CASE("output options: --sorted and --unsorted, headers and keys", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        bool sorts_headers, sorts_keys;
    };

    const std::vector<Case> cases = {
        {"headers only by default", {}, true, false},
        {"both", {"--sorted"}, true, true},
        {"neither", {"--unsorted"}, false, false},
        {"the last one counts", {"--sorted", "--unsorted"}, false, false},
        {"the other way round", {"--unsorted", "--sorted"}, true, true},
        {"one of the two again", {"--unsorted", "--format-options=headers.sort:true"}, true, false},
        {"denied", {"--unsorted", "--no-unsorted"}, true, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string text = on_terminal(c.words);
        CAPTURE(text);
        CHECK((text.find("\nA: 2") < text.find("\nZ: 1")) == c.sorts_headers);
        CHECK((text.find("\"a\"") < text.find("\"b\"")) == c.sorts_keys);
    }
}

TEST_CASE("output options: --style gives colours where there are many", "[cli]") {
    struct Case {
        std::string why, term;
        Words words;
        bool is_rich;
    };

    const std::string rich = "xterm-256color";
    const std::vector<Case> cases = {
        {"sixteen by default", rich, {}, false},
        {"a style", rich, {"--style=monokai"}, true},
        {"by its letter", rich, {"-s", "solarized"}, true},
        {"for whom there are sixteen", "xterm", {"--style=monokai"}, false},
        {"auto", rich, {"--style=auto"}, false},
        {"denied", rich, {"--style=pie-dark", "--no-style"}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Latch latch;
        latch.set("TERM", c.term);
        const std::string text = shown(c.words, {.out = Output::terminal}, latch).terminal;
        CHECK(holds(text, "\x1b["));
        CHECK(holds(text, "38;5;") == c.is_rich);
    }
}

TEST_CASE("output options: --history-print is for the hops before the last", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        bool first_head, first_request, last_head;
    };

    const std::vector<Case> cases = {
        {"without --all it says nothing", {"--history-print=h"}, false, false, false},
        {"a head on the way", {"--all", "--history-print=h"}, true, false, false},
        {"by its letter", {"--all", "-P", "Hh"}, true, true, false},
        {"nothing on the way", {"--all", "--history-print=", "--print=hb"}, false, false, true},
        {"else it is --print", {"--all", "--print=hb"}, true, false, true},
        {"denied", {"--all", "--history-print=Hh", "--no-history-print"}, false, false, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {Script()
                 .request()
                 .send("HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n")
                 .request()
                 .send(answer("there"))
                 .until_peer_leaves()}
        );
        Words words{"--follow", server.url("/x")};
        words.insert(words.begin(), c.words.begin(), c.words.end());
        const Ran ran = Latch().run(words);
        CAPTURE(ran.out, ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(holds(ran.out, "HTTP/1.1 302 Found\r\n") == c.first_head);
        CHECK(holds(ran.out, "GET /x HTTP/1.1\r\n") == c.first_request);
        CHECK(holds(ran.out, "HTTP/1.1 200 OK\r\n") == c.last_head);
        CHECK(ran.out.ends_with("there"));
    }
}

TEST_CASE("output options: --no-stream gathers what --stream gives at once", "[cli][parity]") {
    constexpr std::string_view event = "data: 1\n\n";
    CHECK(seen_of_first_event({}, event) == event);
    CHECK(seen_of_first_event({"--stream"}, event) == event);
    CHECK(seen_of_first_event({"--no-stream"}, "").empty());
}

TEST_CASE("output options: a curl command in short or long options, and nothing is sent", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::string out;
    };

    const Latch latch;
    const std::string text = latch.write("t.txt", "text\n").string();
    const std::vector<Case> cases = {
        {"short",
         {"--curl", "--follow", "PUT", "http://a.test/x", "A:b", "User-Agent:", "Accept-Encoding:"},
         "curl -X PUT -H 'A: b' -H User-Agent: -L --max-redirs 30 http://a.test/x\n"},
        {"long",
         {"--curl-long",
          "--follow",
          "PUT",
          "http://a.test/x",
          "A:b",
          "User-Agent:",
          "Accept-Encoding:"},
         "curl --request PUT --header 'A: b' --header User-Agent: --location --max-redirs 30 "
         "http://a.test/x\n"},
        {"a form of texts, of which a file has one",
         {"--curl",
          "--multipart",
          "http://a.test/",
          "User-Agent:",
          "Accept-Encoding:",
          "a=<1",
          "t=@t.txt",
          "f@t.txt"},
         "curl -H User-Agent: --form-string 'a=<1' -F 't=<\"" + text + "\"' -F 'f=@\"" + text +
             "\";type=text/plain;filename=\"t.txt\"' http://a.test/\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = latch.run(c.words);
        CAPTURE(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == c.out);
    }
}
