// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::base;

TEST_CASE("text: printable shows controls instead of executing them", "[base]") {
    struct Case {
        std::string_view why, bytes, shown;
    };

    const std::vector<Case> cases = {
        {"plain text stays", "abc", "abc"},
        {"UTF-8 stays", "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"ESC begins a terminal sequence", "\x1b[2J", R"(\x1b[2J)"},
        {"C1 CSI as UTF-8 begins one as well", "\xc2\x9b", "\\xc2\\x9b"},
        {"C1 CSI as a raw byte is malformed UTF-8", "\x9b", R"(\x9b)"},
        {"DEL", "\x7f", R"(\x7f)"},
        {"line ends and tabs by their names", "a\tb\r\n", R"(a\tb\r\n)"},
        {"an overlong slash is malformed", "\xc0\xaf", "\\xc0\\xaf"},
        {"a cut-off sequence", "\xe2\x82", "\\xe2\\x82"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(printable(c.bytes) == c.shown);
    }
}

TEST_CASE("text: UTF-8 is checked by the Unicode table", "[base]") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("\xf0\x9f\x94\x92"));
    CHECK_FALSE(is_utf8("\xed\xa0\x80"));     // a surrogate
    CHECK_FALSE(is_utf8("\xf4\x90\x80\x80")); // above U+10FFFF
    CHECK_FALSE(is_utf8("\xff"));
}

TEST_CASE("text: a character becomes one to four bytes of UTF-8", "[base]") {
    std::string text;
    for (const char16_t character : {u'a', u'\x7f', u'\x80', u'\x7ff', u'\x800', u'\xffff'}) {
        append_utf8(character, text);
    }
    CHECK(text == "a\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf");
    text.clear();
    append_utf8(U'\U00010000', text);
    append_utf8(U'\U0010ffff', text);
    CHECK(text == "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
}

TEST_CASE("text: hexadecimal digits", "[base]") {
    CHECK(to_hex(std::string_view("\0\x1f\xa0\xff", 4)) == "001fa0ff");
    CHECK(to_hex("").empty());
    for (const char c : std::string_view("09afAF")) {
        CHECK(is_ascii_hex_digit(c));
    }
    for (const char c : std::string_view("/:@G`g")) {
        CHECK_FALSE(is_ascii_hex_digit(c));
    }
}

TEST_CASE("text: base64 is RFC 4648's, both ways", "[base]") {
    const std::vector<std::pair<std::string_view, std::string_view>> vectors = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [bytes, text] : vectors) {
        CHECK(base64_encode(bytes) == text);
        CHECK(base64_decode(text) == bytes);
    }
    CHECK_FALSE(base64_decode("Zg="));
    CHECK_FALSE(base64_decode("Z==="));
    CHECK_FALSE(base64_decode("Zm9*"));
}

TEST_CASE("text: decimal numbers are digits and nothing else", "[base]") {
    CHECK(parse_decimal("0") == 0);
    CHECK(parse_decimal("65535") == 65535);
    for (const std::string_view wrong :
         {"", "-1", "+1", " 1", "1 ", "1.5", "0x10", "99999999999999999999999"}) {
        INFO(wrong);
        CHECK_FALSE(parse_decimal(wrong));
    }
}

TEST_CASE("text: split keeps empty parts", "[base]") {
    CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
    CHECK_FALSE(split_once("abc", '='));
    CHECK(split_once("a=b=c", '=') == std::pair<std::string_view, std::string_view>{"a", "b=c"});
}

TEST_CASE("text: case is ASCII's, whatever the locale", "[base]") {
    CHECK(to_ascii_lower("ABZ az @[`{ 09 \xc3\x84") == "abz az @[`{ 09 \xc3\x84");
    CHECK(to_ascii_upper("ABZ az @[`{ 09 \xc3\xa4") == "ABZ AZ @[`{ 09 \xc3\xa4");
    CHECK(iequals("X-Api-KEY", "x-API-key"));
    CHECK(iequals("", ""));
    CHECK_FALSE(iequals("abc", "abcd"));
    CHECK_FALSE(iequals("abcd", "abc"));
    CHECK_FALSE(iequals("@", "`"));       // they differ as letters of two cases do
    CHECK_FALSE(iequals("\xc4", "\xe4")); // Latin-1 letters are bytes
    CHECK(istarts_with("Content-Type", "content-"));
    CHECK(istarts_with("abc", ""));
    CHECK(istarts_with("abc", "ABC"));
    CHECK_FALSE(istarts_with("ab", "abc"));
    CHECK_FALSE(istarts_with("xabc", "abc"));
}

TEST_CASE("text: trim takes spaces and tabs off the ends", "[base]") {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"", ""},
        {" ", ""},
        {"\t \t", ""},
        {"a", "a"},
        {" a b\t", "a b"},
        {"\ta\t b", "a\t b"},
        {"\r\na\n", "\r\na\n"},
        {"\xc2\xa0"
         "a",
         "\xc2\xa0"
         "a"},
    };
    for (const auto& [text, trimmed] : cases) {
        INFO(printable(text));
        CHECK(trim(text) == trimmed);
    }
}

TEST_CASE("text: base64 is exact about alphabet and padding", "[base]") {
    for (const std::string_view wrong :
         {"Z",
          "Zg",
          "Zg=",
          "Zg=a",
          "Z===",
          "====",
          "Zm9v=",
          "Zm 9v",
          "Zm9v\n",
          "Zm9_",
          "Zm-v",
          "=m9v",
          "Zg==Zg==",
          "\xc3\xbc\xc3\xbc"}) {
        INFO(printable(wrong));
        CHECK_FALSE(base64_decode(wrong));
    }
    std::string every;
    for (int byte = 0; byte < 256; ++byte) {
        every += static_cast<char>(byte);
    }
    CHECK(base64_decode(base64_encode(every)) == every);
    CHECK(base64_decode("+/+/") == "\xfb\xff\xbf");
}

TEST_CASE("text: UTF-8 has one form of each character", "[base]") {
    struct Case {
        std::string_view why, bytes;
        bool valid;
    };

    const std::vector<Case> cases = {
        {"ASCII's end", "\x7f", true},
        {"the first of two bytes", "\xc2\x80", true},
        {"the last of two bytes", "\xdf\xbf", true},
        {"the first of three bytes", "\xe0\xa0\x80", true},
        {"before the surrogates", "\xed\x9f\xbf", true},
        {"behind the surrogates", "\xee\x80\x80", true},
        {"the last of three bytes", "\xef\xbf\xbf", true},
        {"the first of four bytes", "\xf0\x90\x80\x80", true},
        {"the last of all", "\xf4\x8f\xbf\xbf", true},
        {"a continuation alone", "\x80", false},
        {"overlong in two bytes", "\xc1\xbf", false},
        {"overlong in three bytes", "\xe0\x9f\xbf", false},
        {"overlong in four bytes", "\xf0\x8f\xbf\xbf", false},
        {"the last surrogate", "\xed\xbf\xbf", false},
        {"a lead that is none", "\xf5\x80\x80\x80", false},
        {"cut off after one of two", "\xc3", false},
        {"cut off after three of four", "\xf0\x9f\x94", false},
        {"a lead in the place of a continuation", "\xe2\x82\xe2", false},
        {"ASCII in the place of a continuation",
         "\xc3"
         "a",
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(is_utf8(c.bytes) == c.valid);
        CHECK(is_utf8(std::string(c.bytes) + "a") == c.valid);
    }
    CHECK(is_utf8(std::string_view("\0", 1)));
}

TEST_CASE("text: nothing that a terminal obeys is printable", "[base]") {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string shown = printable(std::string(1, static_cast<char>(byte)));
        INFO(byte);
        CHECK((byte >= 0x20 && byte < 0x7f) == (shown.size() == 1));
        CHECK(shown.find_first_of("\x1b\x07\r\n\t\x7f") == std::string::npos);
    }
    CHECK(printable(std::string_view("\0", 1)) == "\\x00");
    CHECK(printable("\xc2\x80\xc2\x9f\xc2\xa0") == "\\xc2\\x80\\xc2\\x9f\xc2\xa0");
}

TEST_CASE("text: things are counted in words", "[base]") {
    CHECK(counted(0, "item") == "0 items");
    CHECK(counted(1, "item") == "1 item");
    CHECK(counted(2, "item") == "2 items");
}
