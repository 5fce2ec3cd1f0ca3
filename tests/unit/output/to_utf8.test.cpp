// SPDX-License-Identifier: MIT
#include "output/to_utf8.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include "latch/output/known_charset.hpp"

#include <vector>

using latch::output::ToUtf8;
using namespace std::string_view_literals;

namespace {

std::string through(ToUtf8 to_utf8, std::string_view bytes, std::size_t piece) {
    std::string text;
    for (const std::string_view each : latch::test::pieces(bytes, piece)) {
        text += to_utf8.convert(each);
    }
    text += to_utf8.finish();
    return text;
}

std::string converted(std::string_view charset, std::string_view bytes, std::size_t piece) {
    return through(ToUtf8(std::string(charset)), bytes, piece);
}

} // namespace

TEST_CASE("to UTF-8: said, marked or guessed, a charset is left behind", "[output]") {
    struct Case {
        const char* why;
        std::string_view charset, bytes, text;
    };

    const std::vector<Case> cases{
        {"no charset", "", "gr\xc3\xbc\xc3\x9f", "grüß"},
        {"UTF-8", "utf-8", "gr\xc3\xbc\xc3\x9f", "grüß"},
        {"wrong UTF-8 is for others to show", "utf-8", "\xff\xfe", "\xff\xfe"},
        {"a byte order mark", "", "\xef\xbb\xbf{}", "{}"},
        {"nothing but a mark", "", "\xef\xbb\xbf", ""},
        {"a mark counts at the start only", "", "a\xef\xbb\xbf", "a\xef\xbb\xbf"},
        {"two marks", "", "\xef\xbb\xbf\xef\xbb\xbf", "\xef\xbb\xbf"},
        {"a character that begins like a mark", "", "\xef\xbb\xbe", "\xef\xbb\xbe"},
        {"the end of a body in the middle of one", "", "\xef\xbb", "\xef\xbb"},
        {"ISO-8859-1", "iso-8859-1", "gr\xfc\xdf", "grüß"},
        {"under another name", "latin1", "\xa4", "\xc2\xa4"},
        {"its C1 controls stay controls", "iso-8859-1", "\x9b", "\xc2\x9b"},
        {"us-ascii that is none", "us-ascii", "\xe9", "é"},
        {"a mark means nothing there", "iso-8859-1", "\xef\xbb\xbf", "ï»¿"},
        {"a charset of the C library", "koi8-r", "\xc1", "а"},
        {"one of several bytes a character", "shift_jis", "\x93\xfa\x96\x7b", "日本"},
        {"a letter that might be combined with the next", "windows-1255", "\xfa", "ת"},
        {"what is wrong there", "shift_jis", "\x93", "\xef\xbf\xbd"},
        {"a charset that nobody knows", "x-none", "gr\xc3\xbc", "grü"},
        {"a name that is no name", "utf-8//translit", "gr\xc3\xbc", "grü"},
        {"no charset and no UTF-8: Windows-1252", "", "\x80 caf\xe9 \x93x\x94", "€ café “x”"},
        {"the same with nothing behind", "", "caf\xe9", "café"},
        {"which could begin any character", "", "\xef", "ï"},
        {"what no character goes on with ends none", "", "\"caf\xe9\"", "\"café\""},
        {"in a charset that nobody knows", "x-none", "na\xf0", "nað"},
        {"two bytes are UTF-8 that is cut off", "", "a\xe2\x82", "a\xe2\x82"},
        {"UTF-8 that was said", "utf-8", "caf\xe9", "caf\xe9"},
        {"all ASCII", "", "plain", "plain"},
        {"UTF-8 that is cut off", "", "\xc3\xbc \xc3", "ü \xc3"},
        {"UTF-16 by its mark", "", "\xff\xfeh\0i\0"sv, "hi"},
        {"the other UTF-16", "", "\xfe\xff\0h\0i"sv, "hi"},
        {"the mark tells which UTF-16", "utf-16", "\xfe\xff\0h"sv, "h"},
        {"UTF-16 without a mark", "utf-16", "h\0"sv, "h"},
        {"UTF-16 of no characters", "", "\xff\xfe", ""},
        {"UTF-16 that is cut off", "", "\xff\xfeh\0i"sv, "h\xef\xbf\xbd"},
        {"UTF-32 by its mark, which begins like that of UTF-16",
         "",
         "\xff\xfe\0\0h\0\0\0i\0\0\0"sv,
         "hi"},
        {"the other UTF-32", "", "\0\0\xfe\xff\0\0\0h"sv, "h"},
        {"the mark tells which UTF-32", "utf-32", "\0\0\xfe\xff\0\0\0h"sv, "h"},
        {"no mark of UTF-32 where UTF-16 was said", "utf-16", "\xff\xfe\0\0h\0"sv, "\0h"sv},
        {"zeros mean nothing in other text", "", "[\0]\0"sv, "[\0]\0"sv},
        {"a mark of another charset than the one said", "koi8-r", "\xff\xfe", "ЪЧ"},
        {"an empty body", "iso-8859-1", "", ""},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 2U, 100U}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(converted(each.charset, each.bytes, piece) == each.text);
        }
    }
}

TEST_CASE("to UTF-8: JSON without a word or a mark is told by its zeros", "[output]") {
    struct Case {
        const char* why;
        std::string_view charset, bytes, text;
    };

    const std::vector<Case> cases{
        {"UTF-16, little end first", "", "[\0]\0"sv, "[]"},
        {"UTF-16, big end first", "", "\0[\0]"sv, "[]"},
        {"UTF-32, little end first", "", "[\0\0\0]\0\0\0"sv, "[]"},
        {"UTF-32, big end first", "", "\0\0\0[\0\0\0]"sv, "[]"},
        {"what is behind them may be anything", "", "[\0\"\0\xfc\0\"\0]\0"sv, "[\"ü\"]"},
        {"UTF-8", "", "[\"\xc3\xbc\"]", "[\"ü\"]"},
        {"Windows-1252", "", "[\"\xfc\"]", "[\"ü\"]"},
        {"one byte", "", "1", "1"},
        {"one byte beyond ASCII", "", "\xfc", "ü"},
        {"nothing", "", "", ""},
        {"zeros of no charset", "", "\0abc"sv, "\0abc"sv},
        {"a zero too late", "", "[1\0]"sv, "[1\0]"sv},
        {"too few to tell", "", "{\0"sv, "{\0"sv},
        {"a mark comes first", "", "\xef\xbb\xbf[]", "[]"},
        {"and what was said", "iso-8859-1", "[\0]\0"sv, "[\0]\0"sv},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 2U, 100U}) {
            INFO(each.why << ", in pieces of " << piece);
            const ToUtf8::Kind json = ToUtf8::Kind::json;
            CHECK(through(ToUtf8(std::string(each.charset), json), each.bytes, piece) == each.text);
        }
    }
}

TEST_CASE("charset: a name counts only if text can be read in it", "[output]") {
    CHECK(latch::output::known_charset("Shift_JIS").value() == "shift_jis");
    CHECK(latch::output::known_charset("UTF-8").value() == "utf-8");
    for (const std::string_view name : {"", "x-none", "utf-8//ignore", "ut f"}) {
        INFO(name);
        REQUIRE_FALSE(latch::output::known_charset(name));
        CHECK(latch::output::known_charset(name).error().kind() == latch::base::ErrorKind::usage);
    }
}
