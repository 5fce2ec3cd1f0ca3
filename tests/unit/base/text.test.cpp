// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"

#include "support/catch.hpp"

using namespace latch::base;

TEST_CASE("text: printable shows controls instead of executing them", "[base]") {
    struct Case {
        std::string_view why, bytes, shown;
    };

    const Case cases[] = {
        {"plain text stays", "abc", "abc"},
        {"UTF-8 stays", "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f"},
        {"ESC begins a terminal sequence", "\x1b[2J", "\\x1b[2J"},
        {"C1 CSI as UTF-8 begins one as well", "\xc2\x9b", "\\xc2\\x9b"},
        {"C1 CSI as a raw byte is malformed UTF-8", "\x9b", "\\x9b"},
        {"DEL", "\x7f", "\\x7f"},
        {"line ends and tabs by their names", "a\tb\r\n", "a\\tb\\r\\n"},
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

TEST_CASE("text: base64 is RFC 4648's, both ways", "[base]") {
    const std::pair<std::string_view, std::string_view> vectors[] = {
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
