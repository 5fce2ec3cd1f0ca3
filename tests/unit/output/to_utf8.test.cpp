// SPDX-License-Identifier: MIT
#include "output/to_utf8.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using latch::output::ToUtf8;

namespace {

std::string converted(std::string_view charset, std::string_view bytes, std::size_t piece) {
    ToUtf8 to_utf8(charset);
    std::string text;
    for (const std::string_view each : latch::test::pieces(bytes, piece)) {
        text += to_utf8.convert(each);
    }
    text += to_utf8.finish();
    return text;
}

} // namespace

TEST_CASE("to UTF-8: marks go, ISO-8859-1 is converted, all else stays", "[output]") {
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
        {"a charset that is not known", "koi8-r", "\xc1", "\xc1"},
        {"an empty body", "iso-8859-1", "", ""},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {1U, 2U, 100U}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(converted(each.charset, each.bytes, piece) == each.text);
        }
    }
}
