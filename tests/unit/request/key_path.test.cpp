// SPDX-License-Identifier: MIT
#include "request/key_path.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;
using latch::base::ErrorKind;

namespace {

/// "key:a index:0 append" for comparing.
std::string in_words(const std::vector<Step>& steps) {
    std::string text;
    for (const Step& step : steps) {
        text += text.empty() ? "" : " ";
        switch (step.kind) {
        case Step::Kind::key:
            text += "key:" + step.key;
            break;
        case Step::Kind::index:
            text += "index:" + std::to_string(step.index);
            break;
        case Step::Kind::append:
            text += "append";
            break;
        }
    }
    return text;
}

} // namespace

TEST_CASE("key path: a name is a root and steps in brackets", "[request]") {
    struct Case {
        std::string_view why, name, steps;
    };

    const std::vector<Case> cases{
        {"a plain name", "a", "key:a"},
        {"nothing at all", "", "key:"},
        {"a member", "a[b]", "key:a key:b"},
        {"deeper", "a[b][c d][e]", "key:a key:b key:c d key:e"},
        {"an index", "a[0]", "key:a index:0"},
        {"leading zeros", "a[007]", "key:a index:7"},
        {"a sign that says nothing", "a[+1]", "key:a index:1"},
        {"blanks around", "a[ 7 ]", "key:a index:7"},
        {"digits in groups", "a[1_0]", "key:a index:10"},
        {"a group without digits is a key", "a[1__0]", "key:a key:1__0"},
        {"one at the end too", "a[1_]", "key:a key:1_"},
        {"a blank within is a key", "a[1 0]", "key:a key:1 0"},
        {"an escaped one in groups", R"(a[\1_0])", "key:a key:1_0"},
        {"an element to append", "a[]", "key:a append"},
        {"all together", "a[0][b][]", "key:a index:0 key:b append"},
        {"a number at the root is a key", "5[x]", "key:5 key:x"},
        {"and keeps its spelling", "05", "key:05"},
        {"an array at the root", "[0]", "index:0"},
        {"appended to", "[][a]", "append key:a"},
        {"an escaped number is a key", R"(a[\1])", "key:a key:1"},
        {"digits and more are a key", "a[1b]", "key:a key:1b"},
        {"a fraction is a key", "a[1.5]", "key:a key:1.5"},
        {"a sign alone is a key", "a[-]", "key:a key:-"},
        {"escaped brackets", R"(a\[b\])", "key:a[b]"},
        {"inside of brackets too", R"(a[b\]c])", "key:a key:b]c"},
        {"an escaped backslash", R"(a\\[b])", R"(key:a\ key:b)"},
        {"a backslash before anything else stays", R"(a\b[c\d])", R"(key:a\b key:c\d)"},
        {"at the end as well", R"(a\)", R"(key:a\)"},
        {"UTF-8", "\xc3\xbc[\xe4\xbd\xa0]", "key:\xc3\xbc key:\xe4\xbd\xa0"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.name);
        const auto steps = parse_key_path(c.name);
        REQUIRE(steps.has_value());
        CHECK(in_words(*steps) == c.steps);
    }
}

TEST_CASE("key path: a step knows where it stands", "[request]") {
    const auto steps = parse_key_path(R"(a\[[b][])").value();
    REQUIRE(steps.size() == 3);
    CHECK(steps[0].begin == 0);
    CHECK(steps[0].end == 3);
    CHECK(steps[1].begin == 3);
    CHECK(steps[1].end == 6);
    CHECK(steps[2].begin == 6);
    CHECK(steps[2].end == 8);
}

TEST_CASE("key path: what goes wrong is shown with a caret", "[request]") {
    struct Case {
        std::string_view why, name, cause, lines;
    };

    const std::vector<Case> cases{
        {"a bracket that is not closed", "a[b", "expected ']'", "a[b\n   ^"},
        {"nor filled", "a[", "expected a name, a number or ']'", "a[\n  ^"},
        {"a bracket in a bracket", "a[[b]]", "expected a name, a number or ']'", "a[[b]]\n  ^"},
        {"a closing one alone", "a]", "expected '['", "a]\n ^"},
        {"and at the beginning", "]a", "expected a name or '['", "]a\n^"},
        {"text behind a bracket", "a[b]cd", "expected '['", "a[b]cd\n    ^^"},
        {"a key as the root of an array", "[ab]", "expected a number or ']'", "[ab]\n ^^"},
        {"a negative index", "a[-1]", "an index cannot be negative", "a[-1]\n  ^^"},
        {"an index that fills the memory",
         "a[100001]",
         "an index is at most 100000",
         "a[100001]\n  ^^^^^^"},
        {"one that overflows",
         "a[99999999999999999999999]",
         "an index is at most 100000",
         "a[99999999999999999999999]\n  ^^^^^^^^^^^^^^^^^^^^^^^"},
        {"wide characters shift the caret",
         "\xe4\xbd\xa0[",
         "expected a name, a number or ']'",
         "\xe4\xbd\xa0[\n   ^"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.name);
        const auto steps = parse_key_path(c.name);
        REQUIRE_FALSE(steps.has_value());
        CHECK(steps.error().kind() == ErrorKind::usage);
        CHECK(steps.error().cause() == c.cause);
        CHECK(steps.error().hint().starts_with(std::string(c.lines) + '\n'));
    }
}

TEST_CASE("key path: nesting ends before any stack does", "[request]") {
    std::string name = "a";
    for (int i = 0; i < 255; ++i) {
        name += "[b]";
    }
    CHECK(parse_key_path(name).has_value());
    CHECK(
        parse_key_path(name + "[c]").error().what() == "a field is nested deeper than 256 levels"
    );
}
