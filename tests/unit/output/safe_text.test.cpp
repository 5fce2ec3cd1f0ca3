// SPDX-License-Identifier: MIT
#include "output/safe_text.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <random>
#include <vector>

using namespace latch::output;
using namespace latch::test;

namespace {

std::string shown(std::string_view bytes, std::size_t piece) {
    const auto paint = [&](Painter& painter) {
        SafeText text(painter);
        for (const std::string_view each : pieces(bytes, piece)) {
            text.feed(each);
        }
        text.finish();
    };
    return painted(paint, colorless());
}

/// What text is to look like, said in another way: line by line through base::printable.
std::string expected(std::string_view bytes) {
    std::string text;
    for (const std::string_view line : latch::base::split(bytes, '\n')) {
        const bool last = line.data() + line.size() == bytes.data() + bytes.size();
        const bool crlf = !last && line.ends_with('\r');
        std::string safe;
        for (const std::string_view cell :
             latch::base::split(line.substr(0, line.size() - crlf), '\t')) {
            safe += latch::base::printable(cell) + '\t';
        }
        safe.pop_back();
        text += safe + (crlf ? "\r" : "") + (last ? "" : "\n");
    }
    return text;
}

constexpr std::size_t whole = 1'000'000;

} // namespace

TEST_CASE("safe text: readable text passes, commands are shown", "[output]") {
    struct Case {
        const char* why;
        std::string_view bytes, shown;
    };

    const std::vector<Case> cases{
        {"nothing", "", ""},
        {"lines and tabs", "a\tb\nc\n", "a\tb\nc\n"},
        {"line ends of the protocol", "a\r\nb\r\n", "a\r\nb\r\n"},
        {"a lone CR would overwrite the line", "good\rbad", "good\\rbad"},
        {"a CR at the end", "a\r", "a\\r"},
        {"two CRs", "\r\r\n", "\\r\r\n"},
        {"ESC", "\x1b[2Jx", "\\x1b[2Jx"},
        {"BEL and BS", "\x07\x08", "\\x07\\x08"},
        {"DEL", "a\x7f", "a\\x7f"},
        {"characters of two, three and four bytes", "é€𝄞", "é€𝄞"},
        {"the C1 control CSI",
         "a\xc2\x9b"
         "1m",
         "a\\xc2\\x9b1m"},
        {"the character after the last C1 control", "\xc2\xa0", "\xc2\xa0"},
        {"the raw byte of CSI",
         "\x9b"
         "1m",
         "\\x9b1m"},
        {"overlong forms", "\xc0\xaf\xe0\x80\xaf", R"(\xc0\xaf\xe0\x80\xaf)"},
        {"a surrogate", "\xed\xa0\x80", R"(\xed\xa0\x80)"},
        {"beyond Unicode", "\xf4\x90\x80\x80", R"(\xf4\x90\x80\x80)"},
        {"a character that is cut off by another", "\xe2\x82z", "\\xe2\\x82z"},
        {"by a control", "\xe2\x82\x1b", R"(\xe2\x82\x1b)"},
        {"by a CR", "\xe2\x82\r\n", "\\xe2\\x82\r\n"},
        {"by the end", "a\xf0\x9f\x92", R"(a\xf0\x9f\x92)"},
        {"two leading bytes", "\xc3\xc3\xa9", "\\xc3é"},
        {"a CR before a broken character", "\r\xff", "\\r\\xff"},
    };
    for (const Case& each : cases) {
        for (const std::size_t piece : {whole, std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
            INFO(each.why << ", in pieces of " << piece);
            CHECK(shown(each.bytes, piece) == each.shown);
        }
    }
}

TEST_CASE("safe text: arbitrary bytes cut anywhere never reach the terminal", "[output][pitfall]") {
    std::mt19937 random(7); // NOLINT(*-msc51-cpp): the same bytes each time
    constexpr std::string_view alphabet(
        "a\r\n\t\x1b\x7f\x80\x9b\xbf\xc2\xc3\xa9\xe2\x82\xac\xed\xf0\x9f\xf4", 19
    );
    for (int round = 0; round < 300; ++round) {
        std::string bytes;
        for (auto length = random() % 40; length > 0; --length) {
            bytes += alphabet[random() % alphabet.size()];
        }
        INFO(latch::base::printable(bytes));
        const std::string once = shown(bytes, whole);
        CHECK(once == expected(bytes));
        CHECK(shown(bytes, 1) == once);
        CHECK(shown(bytes, 5) == once);
    }
}

TEST_CASE("safe text: a run stops where something has to be done", "[output]") {
    CHECK(showable_text("abc\n\t\"\\") == 7);
    CHECK(showable_text("ab\r") == 2);
    CHECK(showable_text("é\xc2") == 2);
    CHECK(showable_in_json_string("ab\"") == 2);
    CHECK(showable_in_json_string("ab\\n") == 2);
    CHECK(showable_in_json_string("ab\n") == 2);
    CHECK(showable_in_json_string("€ab\t") == 5);
    CHECK(showable_in_json_string("") == 0);
}
