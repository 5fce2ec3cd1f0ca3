// SPDX-License-Identifier: MIT
#include "output/body.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::http::Headers;

namespace {

using namespace std::string_literals;

constexpr std::string_view box = "+-----------------------------------------+\n"
                                 "| NOTE: binary data not shown in terminal |\n"
                                 "+-----------------------------------------+\n";

const OutputPlan redirected{};
const OutputPlan unformatted{.for_terminal = true};
const OutputPlan formatted{.format = true, .for_terminal = true};
const OutputPlan colored{.color = true, .for_terminal = true};

Headers of_type(std::string type) {
    return {{"content-type", std::move(type)}};
}

std::string
shown(const Headers& headers, const OutputPlan& plan, const std::vector<std::string>& chunks) {
    const auto paint = [&](Painter& painter) {
        Body body(media_of(headers, plan), plan, painter);
        for (const std::string& chunk : chunks) {
            REQUIRE(body.write(chunk));
        }
        CHECK(body.is_complete() == body.is_suppressed());
        REQUIRE(body.finish());
        CHECK(body.is_complete());
    };
    return painted(paint, plan.color ? sixteen_colors() : colorless());
}

} // namespace

TEST_CASE("body: redirected bytes are untouched, whatever they are", "[output]") {
    const std::vector<std::string> bodies{
        "",
        "text without an end of line",
        "\xef\xbb\xbf{\"a\" :1}\r\n",
        "\0\x1b[2J\xff"s,
        "{\"a\":1}"};
    for (const std::string& bytes : bodies) {
        INFO(bytes);
        CHECK(shown(of_type("application/json; charset=iso-8859-1"), redirected, {bytes}) == bytes);
    }
    CHECK(shown({}, redirected, {"ab", "", "c"}) == "abc");
}

TEST_CASE("body: the media type decides whether it is JSON", "[output]") {
    struct Case {
        const char* why;
        Headers headers;
        bool is_json;
    };

    const std::vector<Case> cases{
        {"its own type", of_type("application/json"), true},
        {"in capitals and with a parameter", of_type("Application/JSON; charset=utf-8"), true},
        {"a suffix", of_type("application/problem+json"), true},
        {"lines of it", of_type("application/x-ndjson"), true},
        {"text that reads as JSON", of_type("text/plain"), true},
        {"a table that reads as JSON", of_type("text/csv"), true},
        {"a page that is none", of_type("text/html"), true},
        {"no text", of_type("image/png"), false},
        {"a parameter that speaks of it", of_type("image/png; format=json"), false},
        {"no type", {}, false},
        {"no valid type", of_type("json"), false},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const bool is_json = shown(each.headers, formatted, {"[1]"}) == "[\n    1\n]";
        CHECK(is_json == each.is_json);
        CHECK((is_json || shown(each.headers, formatted, {"[1]"}) == "[1]"));
    }
}

TEST_CASE("body: after a line that is no JSON the next begins anew", "[output]") {
    struct Case {
        const char* why;
        const char* type;
        std::string bytes, text;
    };

    const std::vector<Case> cases{
        {"lines", "x-ndjson", "[1]\n\n{}\r\n", "[\n    1\n]\n{}\n"},
        {"one that is none", "x-ndjson", "[1]\nx [2]\r\n[3]", "[\n    1\n]\nx [2]\r\n[\n    3\n]"},
        {"one that is cut off", "x-ndjson", "{\"a\":\n[3]\n", "{\n    \"a\": \n[\n    3\n]\n"},
        {"a stream of documents", "json", "[1]\nx\n[3]", "[\n    1\n]\nx\n[\n    3\n]"},
        {"a document in lines", "json", "[\n1\n]\n[3]", "[\n    1\n]\n[\n    3\n]"},
    };
    OutputPlan plan = formatted;
    plan.pace = Pace::at_once;
    for (const Case& each : cases) {
        INFO(each.why);
        const Headers head = of_type(std::string("application/") + each.type);
        CHECK(shown(head, plan, {each.bytes}) == each.text);
        std::vector<std::string> bytes;
        for (const char c : each.bytes) {
            bytes.emplace_back(1, c);
        }
        CHECK(shown(head, plan, bytes) == each.text);
    }
    plan.format = false;
    plan.color = true;
    CHECK(shown(of_type("application/x-ndjson"), plan, {"[]\r\n\nx\n[]\n"}) == "[]\r\n\nx\n[]\n");
}

TEST_CASE("body: a guard stays before formatted JSON", "[output]") {
    const std::string laid_out = "{\n    \"b\": 1,\n    \"a\": 2\n}";
    const std::string sorted_out = "{\n    \"a\": 2,\n    \"b\": 1\n}";
    OutputPlan sorted = formatted;
    sorted.format_options.json_sort_keys = true;
    for (const std::string guard :
         {")]}',\n",
          "while(1);",
          "while (1);",
          "for (;;);",
          "throw 1; <dont be evil>\n",
          "throw 1; < don't be evil' >\n",
          "for(;;);",
          ")\n",
          "&&&START&&&\n",
          "{}&&",
          "{} && "}) {
        for (const char* type : {"application/json", "text/javascript", "text/plain"}) {
            INFO(guard << " as " << type);
            const std::string bytes = guard + R"({"b":1,"a":2})";
            CHECK(shown(of_type(type), formatted, {bytes}) == guard + laid_out);
            CHECK(
                shown(of_type(type), formatted, {bytes.substr(0, 3), bytes.substr(3)}) ==
                guard + laid_out
            );
        }
        CHECK(
            shown(of_type("application/json"), sorted, {guard + R"({"b":1,"a":2})"}) ==
            guard + sorted_out
        );
    }
    CHECK(shown(of_type("application/json"), formatted, {"not [a] word"}) == "not [a] word");
    const std::string script = "while (1); { go() }";
    CHECK(shown(of_type("text/javascript"), formatted, {script}) == script);
    CHECK(shown(of_type("text/plain"), formatted, {"for ("}) == "for (");
    CHECK(shown(of_type("application/json"), formatted, {"{}"}) == "{}");
}

TEST_CASE("body: format and colours are wished for one by one", "[output]") {
    const Headers json = of_type("application/json");
    CHECK(shown(json, unformatted, {"[ 1]"}) == "[ 1]");
    CHECK(shown(json, formatted, {"[ 1]"}) == "[\n    1\n]");
    CHECK(shown(json, colored, {"[ 1]"}) == "[ \x1b[34m1\x1b[39m]");
}

TEST_CASE("body: text for a terminal is converted and made safe", "[output]") {
    CHECK(shown(of_type("text/plain"), formatted, {"gr\xc3", "\xbc\x1b[1mn"}) == "grü\\x1b[1mn");
    CHECK(shown(of_type("text/plain; charset=ISO-8859-1"), formatted, {"gr\xfcn"}) == "grün");
    CHECK(shown(of_type("application/json;charset=latin1"), formatted, {"\"\xfc\""}) == "\"ü\"");
    CHECK(shown(of_type("text/plain"), formatted, {"\xef\xbb", "\xbfx"}) == "x");
    CHECK(shown(of_type("text/plain"), formatted, {"a\xe2\x82"}) == "a\\xe2\\x82");
    CHECK(shown(of_type("text/plain"), formatted, {"\xef\xbb"}) == "\\xef\\xbb");
}

TEST_CASE("body: a NUL means binary, and binary is not for terminals", "[output]") {
    struct Case {
        const char* why;
        std::vector<std::string> chunks;
        std::string shown;
    };

    const std::string notice(box);
    const std::vector<Case> cases{
        {"at the start", {"\0abc"s}, notice},
        {"anywhere in what has come first", {"PNG\r\n\0\x1b[2J"s}, notice},
        {"the rest is not looked at", {"\0"s, "text", "\0"s, "\x1b[2J"}, notice},
        {"text before it has been shown", {"text", "more\0"s}, "text\n" + notice},
        {"after a whole line", {"text\n", "\0"s}, "text\n" + notice},
        {"UTF-16 without a mark or a word", {"{\0"s}, notice},
        {"a character that was waiting", {"a\xe2", "\0"s}, "a\n" + notice},
    };
    for (const Case& each : cases) {
        for (const char* type : {"image/png", "application/json"}) {
            INFO(each.why << ", " << type);
            const std::string text = shown(of_type(type), unformatted, each.chunks);
            CHECK(text == each.shown);
        }
    }
    CHECK(shown(of_type("application/json"), formatted, {"[1", "\0]"s}) == "[\n    1\n" + notice);
}

TEST_CASE("body: between two chunks the terminal's own colour is back", "[output]") {
    const std::string text = shown(of_type("application/json"), colored, {"\"a", "b\""});
    CHECK(text == "\x1b[33m\"a\x1b[39m\x1b[33mb\"\x1b[39m");
}

TEST_CASE("body: it counts what came, shown or not", "[output]") {
    const auto paint = [](Painter& painter) {
        Body body({}, formatted, painter);
        REQUIRE(body.write("abc"));
        REQUIRE(body.write("\0\0"s));
        REQUIRE(body.write("defg"));
        CHECK(body.received() == latch::base::Bytes{.count = 9});
    };
    painted(paint, colorless());
}

TEST_CASE("body: a full disk ends the transfer", "[output]") {
    Writer writer{Outlet(std::filesystem::path("/dev/full"))};
    Painter painter(writer, colorless());
    Body body({}, redirected, painter);
    const auto written = body.write("abc");
    REQUIRE_FALSE(written);
    CHECK(written.error().what() == "cannot write to /dev/full");
}

TEST_CASE("body: UTF-16 that says so is text", "[output]") {
    CHECK(
        shown(
            of_type("text/csv"),
            unformatted,
            {"\xff\xfe"
             "a\0,\0"s,
             "b\0"s}
        ) == "a,b"
    );
    CHECK(shown(of_type("application/json;charset=utf-16be"), formatted, {"\0[\0]"s}) == "[]");
    CHECK(shown(of_type("application/json"), formatted, {"\0[\0]"s}) == "[]");
}

TEST_CASE("body: the format options lay JSON out", "[output]") {
    OutputPlan plan = formatted;
    plan.format_options.json_indent = 2;
    CHECK(shown(of_type("application/json"), plan, {"[1]"}) == "[\n  1\n]");
    plan.format_options.json_indent = 0;
    CHECK(shown(of_type("application/json"), plan, {"[1]"}) == "[\n1\n]");
    plan.format_options.json_format = false;
    CHECK(shown(of_type("application/json"), plan, {"[ 1]"}) == "[ 1]");
}

TEST_CASE("body: a stream holds nothing back that could be shown", "[output]") {
    const std::string chunk = "{\"a\":";
    OutputPlan plan = formatted;
    CHECK(shown(of_type("text/plain"), plan, {chunk, "1}"}) == "{\n    \"a\": 1\n}");
    plan.pace = Pace::at_once;
    CHECK(shown(of_type("text/plain"), plan, {chunk, "1}"}) == "{\"a\":1}");
}

TEST_CASE("body: when a piece reaches a file is a matter of pace and type", "[output]") {
    struct Case {
        const char* why;
        const char* type;
        Pace pace;
        bool at_once;
    };

    const std::vector<Case> cases{
        {"a file can wait", "text/plain", Pace::automatic, false},
        {"unless it is told not to", "text/plain", Pace::at_once, true},
        {"events cannot", "text/event-stream; charset=utf-8", Pace::automatic, true},
        {"lines of JSON cannot", "application/x-ndjson", Pace::automatic, true},
        {"unless they are told to", "text/event-stream", Pace::gathered, false},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const Captured captured;
        Writer writer{Outlet(captured.stream())};
        Painter painter(writer, colorless());
        const OutputPlan plan{.pace = each.pace};
        Body body(media_of(of_type(each.type), plan), plan, painter);
        REQUIRE(body.write("data: 1\n\n"));
        CHECK((captured.text() == "data: 1\n\n") == each.at_once);
    }
}

TEST_CASE("body: without streaming a watcher waits as well", "[output]") {
    const Pipe pipe;
    Writer writer{Outlet(latch::base::Stream{.descriptor = pipe.writer.get()})};
    Painter painter(writer, colorless());
    const OutputPlan gathered{.pace = Pace::gathered};
    Body body({}, gathered, painter);
    REQUIRE(body.write("a"));
    CHECK(pipe.arrived().empty());
    REQUIRE(writer.flush());
    CHECK(pipe.arrived() == "a");
}
