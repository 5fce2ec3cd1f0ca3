// SPDX-License-Identifier: MIT
#include "request/caret.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using latch::request::caret_lines;

TEST_CASE("caret: it stands under the place", "[request]") {
    struct Case {
        std::string_view why, text;
        std::size_t at;
        std::string_view lines;
    };

    const std::vector<Case> cases{
        {"at the beginning", "abc", 0, "abc\n^"},
        {"inside", "abc", 2, "abc\n  ^"},
        {"behind the end", "abc", 3, "abc\n   ^"},
        {"nothing at all", "", 0, "\n^"},
        {"UTF-8 counts by characters", "\xc3\xbc\xe2\x82\xac!", 5, "\xc3\xbc\xe2\x82\xac!\n  ^"},
        {"a line end is shown, and is two columns wide", "a\nb", 2, "a\\nb\n   ^"},
        {"a control is shown, and is four columns wide", "\x1b[", 1, "\\x1b[\n    ^"},
        {"Chinese is two columns wide", "\xe4\xbd\xa0!", 3, "\xe4\xbd\xa0!\n  ^"},
        {"an accent that combines is none", "e\xcc\x81!", 3, "e\xcc\x81!\n ^"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(caret_lines(c.text, c.at) == c.lines);
    }
}

TEST_CASE("caret: they underline a stretch of the text", "[request]") {
    CHECK(caret_lines("a[bc]d", 1, 4) == "a[bc]d\n ^^^^");
    CHECK(caret_lines("a[\xe4\xbd\xa0]", 1, 5) == "a[\xe4\xbd\xa0]\n ^^^^");
    CHECK(caret_lines("abc", 3, 1) == "abc\n   ^");
}

TEST_CASE("caret: a long text is cut around the place, at whole characters", "[request]") {
    std::string text;
    for (int i = 0; i < 200; ++i) {
        text += "\xc3\xbc";
    }
    const std::string lines = caret_lines(text, 200);
    const std::string shown = lines.substr(0, lines.find('\n'));
    CHECK(shown.starts_with("...\xc3\xbc"));
    CHECK(shown.ends_with("\xc3\xbc..."));
    CHECK(shown.size() == 3 + (40 + 24) * 2 + 3);
    CHECK(lines.substr(shown.size() + 1) == std::string(43, ' ') + '^');
}

TEST_CASE("caret: what just fits is not cut", "[request]") {
    const std::string text(64, 'x');
    CHECK(caret_lines(text, 40) == text + "\n" + std::string(40, ' ') + '^');
    CHECK(caret_lines(text, 41).starts_with("...x"));
    CHECK(caret_lines(text, 39).find("x...\n") != std::string::npos);
}
