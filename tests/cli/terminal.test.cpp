// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <utility>
#include <vector>

using namespace latch::test;

namespace {

const Wiring on_terminal{.out = Output::terminal};

/// What a terminal gets when the server answers with these bytes.
std::string shown(const std::string& bytes, const Latch& latch) {
    RawServer server({answering(bytes)});
    return latch.run({server.url()}, on_terminal).terminal;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Whether every byte is a character to be seen or a line end.
bool is_harmless(std::string_view text) {
    return std::ranges::none_of(text, [](unsigned char c) {
        return (c < 0x20 && c != '\n' && c != '\r') || c == 0x7f;
    });
}

const std::string json_answer =
    answer(R"({"b":1.50,"a":[]})", "Content-Type: application/json\r\nB: 2\r\nA: 1\r\n");

} // namespace

TEST_CASE("terminal: head and body, formatted and coloured", "[cli]") {
    const std::string text = shown(json_answer, Latch());
    CHECK(holds(text, "\x1b["));
    CHECK(holds(text, "200"));
    CHECK(holds(text, "Content-Type"));
    CHECK(holds(text, "1.50"));
    CHECK(holds(text, "\n    "));
}

TEST_CASE("terminal: without colours it is exactly this", "[cli]") {
    Latch latch;
    latch.set("NO_COLOR", "1");
    CHECK(
        shown(json_answer, latch) ==
        "HTTP/1.1 200 OK\nA: 1\nB: 2\nContent-Length: 17\nContent-Type: application/json\n\n"
        "{\n    \"b\": 1.50,\n    \"a\": []\n}\n"
    );
}

TEST_CASE("terminal: colours are where they are wanted", "[cli]") {
    using Variables = std::vector<std::pair<std::string, std::string>>;

    struct Case {
        std::string why;
        Output out;
        Variables variables;
        Words options;
        bool is_colored;
    };

    const auto terminal = Output::terminal;
    const auto pipe = Output::pipe;
    const std::vector<Case> cases = {
        {"a terminal that can", terminal, {{"TERM", "xterm"}}, {}, true},
        {"a terminal that cannot", terminal, {{"TERM", "dumb"}}, {}, false},
        {"a terminal of which nothing is known", terminal, {{"TERM", ""}}, {}, false},
        {"nobody wants them", terminal, {{"NO_COLOR", "1"}}, {}, false},
        {"an empty wish is none", terminal, {{"NO_COLOR", ""}}, {}, true},
        {"a pipe", pipe, {}, {}, false},
        {"a pipe to something that shows them", pipe, {{"CLICOLOR_FORCE", "1"}}, {}, true},
        {"not forced", pipe, {{"CLICOLOR_FORCE", "0"}}, {}, false},
        {"no beats force", pipe, {{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}}, {}, false},
        {"force beats dumb", terminal, {{"TERM", "dumb"}, {"CLICOLOR_FORCE", "1"}}, {}, true},
        {"typed beats all", pipe, {{"NO_COLOR", "1"}, {"TERM", "dumb"}}, {"--pretty=all"}, true},
        {"typed away", terminal, {{"CLICOLOR_FORCE", "1"}}, {"--pretty=format"}, false},
        {"nothing pretty", terminal, {{"CLICOLOR_FORCE", "1"}}, {"--pretty=none"}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Latch latch;
        for (const auto& [name, value] : c.variables) {
            latch.set(name, value);
        }
        RawServer server({answering(json_answer)});
        Words words = c.options;
        words.push_back(server.url());
        const Ran ran = latch.run(words, {.out = c.out});
        CHECK(holds(ran.out + ran.terminal, "\x1b[") == c.is_colored);
    }
}

TEST_CASE("terminal: nothing from the network steers it", "[cli][pitfall]") {
    const std::string evil = "\x1b[2J\x1b]0;pwned\x07\b\x7f\xc2\x9b";

    struct Case {
        std::string why, bytes, seen;
    };

    const std::vector<Case> cases = {
        {"in the body", answer("x" + evil + "y"), "pwned"},
        {"in JSON",
         answer("{\"" + evil + "\": \"" + evil + "\"}", "Content-Type: application/json\r\n"),
         "pwned"},
        {"in broken JSON", answer("{" + evil, "Content-Type: application/json\r\n"), "pwned"},
        {"in a header", answer("x", "X: pwned\xc2\x9b\xff\r\n"), "pwned"},
        {"in the reason phrase",
         "HTTP/1.1 200 pwned\xc2\x9b\xff\r\nContent-Length: 0\r\n\r\n",
         "pwned"},
        {"in a carriage return", answer("secret\rpwned"), "pwned"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Latch latch;
        latch.set("NO_COLOR", "1");
        const std::string text = shown(c.bytes, latch);
        CHECK(holds(text, c.seen));
        CHECK(is_harmless(text));
        CHECK_FALSE(holds(text, "\xc2\x9b"));
        CHECK_FALSE(holds(text, "\xff"));
    }
}

TEST_CASE("terminal: binary data stays away", "[cli]") {
    const std::string text = shown(answer(std::string("GIF89a\0\x01\x1b[2J", 12)), Latch());
    CHECK(holds(text, "binary data not shown in terminal"));
    CHECK_FALSE(holds(text, "\x1b[2J"));
}

TEST_CASE("terminal: the status is said once", "[cli]") {
    RawServer server({answering("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")});
    const Ran ran = Latch().run({server.url()}, on_terminal);
    CHECK(ran.exit_code == 4);
    CHECK(ran.err.empty());
    CHECK(holds(ran.terminal, "404"));
}

TEST_CASE("terminal: an error from the network is harmless too", "[cli][pitfall]") {
    RawServer server({answering(
        "HTTP/1.1 302 Found\r\nLocation: http://[\xc2\x9b/\r\nContent-Length: 0\r\n\r\n"
    )});
    const Ran ran = Latch().run({"--follow", server.url()}, {.err = Output::terminal});
    CHECK(ran.exit_code == 1);
    CHECK(is_harmless(ran.terminal));
    CHECK_FALSE(holds(ran.terminal, "\xc2\x9b"));
}
