// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;

namespace {

const Wiring on_terminal{.out = Output::terminal};

/// What would clear the screen, set the title, ring, and, as C1 controls, begin such sequences.
const std::string evil = "\x1b[2J\x1b]0;x\x07\b\x7f\xc2\x9b\xc2\x9d";

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// Whether a terminal has nothing to obey here but line ends: no C0 or C1 control, and nothing
/// that is not UTF-8, which some terminals take for C1 controls.
bool is_harmless(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool is_c0 = (c < 0x20 && c != '\n' && c != '\r') || c == 0x7f;
        const bool is_c1 =
            c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        const bool is_bare =
            c >= 0x80 && c < 0xc0 && (i == 0 || static_cast<unsigned char>(text[i - 1]) < 0x80);
        if (is_c0 || is_c1 || is_bare || c == 0xff) {
            return false;
        }
    }
    return true;
}

/// Every character of it followed by a zero byte: UTF-16, little-endian.
std::string in_utf16(std::string_view ascii) {
    std::string wide;
    for (const char c : ascii) {
        wide += c;
        wide += '\0';
    }
    return wide;
}

std::string of_type(std::string_view type, std::string_view body, std::string_view more = "") {
    return answer(body, "Content-Type: " + std::string(type) + "\r\n" + std::string(more));
}

Ran shown(const std::string& bytes, Words options = {}) {
    Latch latch;
    latch.set("NO_COLOR", "1");
    RawServer server({answering(bytes)});
    options.push_back(server.url());
    return latch.run(options, on_terminal);
}

} // namespace

TEST_CASE("terminal bodies: no type, charset or coding lets a control through", "[cli]") {
    struct Case {
        std::string why, bytes;
        Words options;
    };

    const std::string number = "seen \xe2\x82\xac";
    const std::vector<Case> cases = {
        {"XML text", of_type("text/xml", "<a>seen" + evil + "</a>"), {}},
        {"an XML attribute", of_type("text/xml", "<a b='seen" + evil + "'/>"), {}},
        {"a comment", of_type("text/xml", "<!--seen" + evil + "--><a/>"), {}},
        {"a name of a tag", of_type("application/xml", "<seen" + evil + "/>"), {}},
        {"broken XML", of_type("text/xml", "<a>seen" + evil), {}},
        {"HTML", of_type("text/html", "<p>seen" + evil), {}},
        {"a script", of_type("text/javascript", "seen(\"" + evil + "\")"), {}},
        {"the data of an event", of_type("text/event-stream", "data: seen" + evil + "\n\n"), {}},
        {"its name", of_type("text/event-stream", "seen" + evil + ": x\n\n"), {}},
        {"JSON in an event",
         of_type("text/event-stream", "data: {\"seen\": \"" + evil + "\"}\n\n"),
         {}},
        {"a line of JSON", of_type("application/x-ndjson", "{\"seen\": \"" + evil + "\"}\n"), {}},
        {"a comment that JSON does not have",
         of_type("application/json", "/* seen" + evil + " */ {}"),
         {}},
        {"behind JSON", of_type("application/json", "{\"seen\": 1} " + evil), {}},
        {"behind an XSSI prefix",
         of_type("application/json", ")]}'\n{\"seen\": \"" + evil + "\"}"),
         {}},
        {"sorted JSON", of_type("application/json", "{\"seen\": \"" + evil + "\"}"), {"--sorted"}},
        {"text that is not formatted", of_type("text/plain", "seen" + evil), {"--pretty=none"}},
        {"text at once", of_type("text/plain", "seen" + evil), {"--stream"}},
        {"Latin-1, where one byte is a C1 control",
         of_type("text/plain; charset=iso-8859-1", "seen \x9b\x32J \xe9"),
         {}},
        {"an old page of Windows",
         of_type("text/plain; charset=windows-1252", "seen \x81\x9d"),
         {}},
        {"a charset that is only said here",
         of_type("text/plain", "seen \x9b\x32J"),
         {"--response-charset=latin1"}},
        {"a charset that does not exist", of_type("text/plain; charset=x-evil", "seen" + evil), {}},
        {"a charset that is itself evil", of_type("text/plain; charset=\"\xc2\x9b\"", "seen"), {}},
        {"a charset that switches by escape sequences",
         of_type("text/plain; charset=iso-2022-jp", "seen \x1b[2J \x1b(B"),
         {}},
        {"UTF-16", of_type("text/plain; charset=utf-16le", in_utf16("seen\x1b[2J\x07")), {}},
        {"an overlong escape", of_type("text/plain; charset=utf-8", "seen \xc0\x9b[2J"), {}},
        {"half a character", of_type("text/plain; charset=utf-8", "seen \xe2\x82"), {}},
        {"a surrogate", of_type("text/plain; charset=utf-8", "seen \xed\xa0\x80"), {}},
        {"a type that is not true",
         of_type("image/png", "seen" + evil),
         {"--response-mime=text/plain"}},
        {"no type at all", answer("seen" + evil), {}},
        {"in a request that is shown", answer("ok"), {"-v", "--raw=seen" + evil}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = shown(c.bytes, c.options);
        CAPTURE(ran.terminal, ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(holds(ran.terminal, "seen"));
        CHECK(is_harmless(ran.terminal));
    }
    CHECK(is_harmless(number));
    CHECK_FALSE(is_harmless(evil.substr(0, 1)));
    CHECK_FALSE(is_harmless("\xc2\x9b"));
    CHECK_FALSE(is_harmless("a\x9b"));
}

TEST_CASE("terminal bodies: heads are harmless, the facts and earlier hops too", "[cli]") {
    struct Case {
        std::string why, head;
        Words options;
    };

    const std::string value = "seen\xc2\x9b\x9b\xff";
    const std::vector<Case> cases = {
        {"a cookie", "Set-Cookie: seen=" + value, {}},
        {"a cookie that is not shortened", "Set-Cookie: a=" + value, {"--show-secrets"}},
        {"the type of the body", "Content-Type: text/seen; a=" + value, {}},
        {"where to go", "Location: /" + value, {}},
        {"who asks for a password", "WWW-Authenticate: Basic realm=\"" + value + "\"", {}},
        {"without format", "X: " + value, {"--pretty=none"}},
        {"with all there is", "X: " + value, {"-vv"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = shown(answer("x", c.head + "\r\n"), c.options);
        CAPTURE(ran.terminal);
        CHECK(holds(ran.terminal, "seen"));
        CHECK(is_harmless(ran.terminal));
    }
}

TEST_CASE("terminal bodies: what is no text is not shown, but said", "[cli]") {
    struct Case {
        std::string why, bytes;
        Words options;
        bool is_binary;
    };

    const std::string bytes("ab\0\x1b[2Jcd", 9);
    const std::vector<Case> cases = {
        {"a zero byte", answer(bytes), {}, true},
        {"whatever type it claims", of_type("text/plain", bytes), {}, true},
        {"as JSON", of_type("application/json", bytes), {}, true},
        {"not formatted", answer(bytes), {"--pretty=none"}, true},
        {"at once", answer(bytes), {"--stream"}, true},
        {"only the body", answer(bytes), {"-b"}, true},
        {"text in spite of a binary type", of_type("application/octet-stream", "abcd"), {}, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = shown(c.bytes, c.options);
        CAPTURE(ran.terminal);
        CHECK(ran.exit_code == 0);
        CHECK(holds(ran.terminal, "binary data not shown in terminal") == c.is_binary);
        CHECK(holds(ran.terminal, "cd") != c.is_binary);
        CHECK(is_harmless(ran.terminal));
    }
}

TEST_CASE("terminal bodies: nobody waits for the rest of what is not shown", "[cli]") {
    struct Case {
        std::string why, status;
        Words options;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"head and body", "200 OK", {}, 0},
        {"only the body", "200 OK", {"-b"}, 0},
        {"the status counts all the same", "404 No", {}, 4},
        {"into a file, for reading", "200 OK", {"--pretty=format", "--output=notice"}, 0},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Latch latch;
        RawServer server({Script()
                              .request()
                              .send(
                                  "HTTP/1.1 " + c.status +
                                  "\r\nSet-Cookie: id=1\r\nContent-Length: 9000\r\n\r\n" +
                                  std::string("ab\0", 3)
                              )
                              .until_peer_leaves()});
        Words words = c.options;
        words.insert(words.end(), {"@s", server.url()});
        const Ran ran = latch.run(words, on_terminal);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(content(latch.session_file("s")).find("\"id\"") != std::string::npos);
        const bool is_in_file = std::filesystem::exists(latch.working_directory() / "notice");
        CHECK(is_in_file == (c.options.size() == 2));
    }
}

TEST_CASE("terminal bodies: what is not shown is read for the sake of its size", "[cli]") {
    const Ran ran = shown(answer(std::string(9000, '\0')), {"--meta", "-p", "bm"});
    CAPTURE(ran.terminal);
    CHECK(holds(ran.terminal, "binary data not shown in terminal"));
    CHECK(holds(ran.terminal, "9000"));
}

TEST_CASE("terminal bodies: XML is laid out", "[cli]") {
    CHECK(
        shown(of_type("text/xml", "<a><b>1</b><c/></a>"), {"-b"}).terminal ==
        "<a>\n  <b>1</b>\n  <c/>\n</a>\n"
    );
}

TEST_CASE("terminal bodies: what has arrived is seen before the rest", "[cli]") {
    struct Case {
        std::string why, type, first, rest, seen;
    };

    std::string rows;
    for (int i = 0; i < 20'000; ++i) {
        rows += R"({"row":1},)";
    }
    const std::vector<Case> cases = {
        {"an event", "text/event-stream", "data: {\"a\": 1}\n\n", "data: 2\n\n", "\"a\""},
        {"an event whose charset is said",
         "text/event-stream; charset=utf-8",
         "data: first\n\n",
         "data: 2\n\n",
         "first"},
        {"a line of JSON", "application/x-ndjson", "{\"first\": 1}\n", "{\"b\": 2}\n", "\"first\""},
        {"another name for that",
         "application/jsonl",
         "{\"first\": 1}\n",
         "{\"b\": 2}\n",
         "\"first\""},
        {"a document that is large",
         "application/json",
         "[{\"first\":1}," + rows,
         "0]",
         "\"first\""},
        {"a text", "text/plain", "first\n", "second\n", "first"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({Script()
                              .request()
                              .send(
                                  "HTTP/1.1 200 OK\r\nContent-Type: " + c.type +
                                  "\r\nConnection: close\r\n\r\n" + c.first
                              )
                              .stall()
                              .send(c.rest)
                              .close()});
        Latch latch;
        latch.set("NO_COLOR", "1");
        Process process = latch.start({server.url()}, on_terminal);
        process.wait_for(c.seen);
        server.release();
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 0);
    }
}
