// SPDX-License-Identifier: MIT
#include "latch/query/pattern.hpp"

#include "support/catch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::query;
using latch::base::ErrorKind;
using Found = std::optional<std::string>;

namespace {

Pattern pattern(std::string_view expression) {
    auto parsed = Pattern::parse(expression);
    REQUIRE(parsed);
    return *parsed;
}

/// Whole, with its NULs.
template <std::size_t Size>
std::string bytes(const char (&text)[Size]) { // NOLINT(modernize-avoid-c-arrays): of a literal
    return {text, Size - 1};
}

} // namespace

TEST_CASE("pattern: what it finds", "[query]") {
    struct Case {
        const char* why;
        const char* expression;
        std::string text;
        Found found;
    };

    const std::vector<Case> cases{
        {"all of the match without a group", "o.d", "an order", "ord"},
        {"the first place", "[0-9]+", "a 12 b 34", "12"},
        {"group 1 if there is one", R"("id": *([0-9]+))", R"({"id": 17, "n": 2})", "17"},
        {"group 1 of two", "(a)(b)", "ab", "a"},
        {"a group that only groups is none", "(?:a)b", "ab", "ab"},
        {"a group with a name", "id=(?<id>[a-z]+)", "id=abc", "abc"},
        {"a group without a part", "(a)|b", "b", {}},
        {"a group that is empty", "a(b*)", "ac", ""},
        {"an empty match", "x*", "abc", ""},
        {"nowhere", "xyz", "abc", {}},
        {"an empty text", ".", "", {}},
        {"looking around", "(?<=id=).*?(?=;)", "x;id=abc;y;", "abc"},
        {"a back reference", R"((.)\1)", "abccd", "c"},
        {"a dot is no line feed", "a.*", "ab\ncd", "ab"},
        {"unless it is said", "(?s)a.*", "ab\ncd", "ab\ncd"},
        {"the ends are those of the text", "^c", "ab\ncd", {}},
        {"unless it is said", "(?m)^c", "ab\ncd", "c"},
        {"case counts", "ABC", "abc", {}},
        {"unless it is said", "(?i)ABC", "abc", "abc"},
        {"a dot is a character", "^(.)$", "\u00e9", "\u00e9"},
        {"of four bytes, too", "^.$", "\U0001F600", "\U0001F600"},
        {"a set has characters", "[\u00e4\u00f6]+", "\u00e9\u00f6\u00e4", "\u00f6\u00e4"},
        {"a byte that is no UTF-8 is one character",
         "a(.)b",
         "a\xff"
         "b",
         "\xff"},
        {"half a character, too",
         "^(..)b",
         "\xe2\x82"
         "b",
         "\xe2\x82"},
        {"surrogates are none", "^...$", "\xed\xa0\x80", "\xed\xa0\x80"},
        {"NUL is a character", "a(.)b", bytes("a\0b"), bytes("\0")},
        {"text goes on behind NUL", "b", bytes("a\0b"), "b"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        INFO(each.expression);
        const Pattern subject = pattern(each.expression);
        const auto found = subject.first_in(each.text);
        REQUIRE(found);
        CHECK(*found == each.found);
    }
}

TEST_CASE("pattern: found is found, whatever its group has", "[query]") {
    CHECK(*pattern("(a)|b").is_found_in("b"));
    CHECK(*pattern("").is_found_in(""));
    CHECK_FALSE(*pattern("a").is_found_in("b"));
}

TEST_CASE("pattern: an expression with NUL", "[query]") {
    CHECK(*pattern(bytes("a\0b")).is_found_in(bytes("xa\0b")));
    CHECK_FALSE(*pattern(bytes("a\0b")).is_found_in("ab"));
}

TEST_CASE("pattern: an expression that is none", "[query]") {
    struct Case {
        const char* expression;
        const char* cause;
    };

    const std::vector<Case> cases{
        {"a(b", "unmatched marking parenthesis ( or \\(, at column 4"},
        {"a)b", "unmatched marking parenthesis ( or \\(, at column 2"},
        {"\u00e9[z-a]",
         "invalid character class name, collating name, or character range, at column 7"},
        {"*a", "invalid preceding regular expression prior to repetition operator, at column 1"},
        {"a{2,1}", "invalid content of repeat range, at column 5"},
        {"a\\", "invalid or unterminated escape sequence, at column 3"},
        {"(?<n", "invalid or unterminated Perl (?...) sequence, at column 1"},
        {"[[:nothing:]]",
         "invalid character class name, collating name, or character range, at column 4"},
        {R"((a)\2)",
         "invalid back reference: specified capturing group does not exist, at column 6"},
    };
    for (const Case& each : cases) {
        INFO(each.expression);
        const auto parsed = Pattern::parse(each.expression);
        REQUIRE(!parsed);
        CHECK(parsed.error().kind() == ErrorKind::usage);
        CHECK(
            parsed.error().what() ==
            "'" + std::string(each.expression) + "' is no regular expression"
        );
        CHECK(parsed.error().cause() == each.cause);
    }
}

TEST_CASE("pattern: brackets without end are an error, not the end", "[query]") {
    const std::string deep = std::string(100'000, '(') + std::string(100'000, ')');
    const auto parsed = Pattern::parse(deep);
    REQUIRE(!parsed);
    CHECK(parsed.error().kind() == ErrorKind::usage);
}

TEST_CASE("pattern: what takes too long is given up", "[query]") {
    const auto found = pattern("(a+)+b").is_found_in(std::string(50'000, 'a'));
    REQUIRE(!found);
    CHECK(found.error().kind() == ErrorKind::protocol);
    CHECK(found.error().what() == "looking for '(a+)+b' takes too long in this answer");
}

TEST_CASE("pattern: what remembers too much is given up", "[query]") {
    const auto found = pattern("(a|b)*;").is_found_in(std::string(3'000'000, 'a'));
    REQUIRE(!found);
    CHECK(found.error().kind() == ErrorKind::protocol);
    const std::string quoted = '"' + std::string(200'000, 'a') + '"';
    CHECK(*pattern(R"x("(([^"\\]|\\.)*)")x").is_found_in(quoted));
}

TEST_CASE("pattern: a long text is no matter", "[query]") {
    std::string text(10'000'000, 'a');
    text += "id=17;";
    CHECK(*pattern("id=([0-9]+)").first_in(text) == "17");
    CHECK(*pattern("a*id").is_found_in(text));
    CHECK_FALSE(*pattern("[^;]*;;").is_found_in(text.substr(0, 2000)));
    CHECK(*pattern("^(?s).*;$").is_found_in(text));
}

TEST_CASE("pattern: a copy is as good", "[query]") {
    Pattern copy = pattern("b");
    {
        const Pattern original = pattern("a");
        copy = original;
    }
    CHECK(*copy.first_in("a") == "a");
}
