// SPDX-License-Identifier: MIT
#include "output/charset_guess.hpp"

#include "output/to_utf8.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using latch::output::guessed_charset;
using latch::output::ToUtf8;
using namespace std::string_view_literals;

TEST_CASE("charset guess: a sentence tells the charset that it is in", "[output]") {
    struct Case {
        const char* why;
        std::string_view charset, bytes, text;
    };

    const std::vector<Case> cases{
        {"Russian",
         "windows-1251",
         "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? \xdd\xf2\xee "
         "\xef\xf0\xee\xe2\xe5\xf0\xea\xe0 \xea\xee\xe4\xe8\xf0\xee\xe2\xea\xe8 "
         "\xf1\xf2\xf0\xe0\xed\xe8\xf6\xfb.",
         "Привет, как дела? Это проверка кодировки страницы."},
        {"Russian",
         "koi8-r",
         "\xf0\xd2\xc9\xd7\xc5\xd4, \xcb\xc1\xcb \xc4\xc5\xcc\xc1? \xfc\xd4\xcf "
         "\xd0\xd2\xcf\xd7\xc5\xd2\xcb\xc1 \xcb\xcf\xc4\xc9\xd2\xcf\xd7\xcb\xc9 "
         "\xd3\xd4\xd2\xc1\xce\xc9\xc3\xd9.",
         "Привет, как дела? Это проверка кодировки страницы."},
        {"Russian",
         "iso-8859-5",
         "\xbf\xe0\xd8\xd2\xd5\xe2, \xda\xd0\xda \xd4\xd5\xdb\xd0? \xcd\xe2\xde "
         "\xdf\xe0\xde\xd2\xd5\xe0\xda\xd0 \xda\xde\xd4\xd8\xe0\xde\xd2\xda\xd8 "
         "\xe1\xe2\xe0\xd0\xdd\xd8\xe6\xeb.",
         "Привет, как дела? Это проверка кодировки страницы."},
        {"Russian",
         "ibm866",
         "\x8f\xe0\xa8\xa2\xa5\xe2, \xaa\xa0\xaa \xa4\xa5\xab\xa0? \x9d\xe2\xae "
         "\xaf\xe0\xae\xa2\xa5\xe0\xaa\xa0 \xaa\xae\xa4\xa8\xe0\xae\xa2\xaa\xa8 "
         "\xe1\xe2\xe0\xa0\xad\xa8\xe6\xeb.",
         "Привет, как дела? Это проверка кодировки страницы."},
        {"Japanese",
         "shift_jis",
         "\x82\xb1\x82\xea\x82\xcd\x93\xfa\x96{"
         "\x8c\xea\x82\xcc\x83\x65\x83X\x83g\x82\xc5\x82\xb7\x81\x42\x95\xb6\x8e\x9a\x83R\x81["
         "\x83h\x82\xf0\x94\xbb\x92\xe8\x82\xb5\x82\xdc\x82\xb7\x81\x42",
         "これは日本語のテストです。文字コードを判定します。"},
        {"Japanese",
         "euc-jp",
         "\xa4\xb3\xa4\xec\xa4\xcf\xc6\xfc\xcb\xdc\xb8\xec\xa4\xce\xa5\xc6\xa5\xb9\xa5\xc8\xa4\xc7"
         "\xa4\xb9\xa1\xa3\xca\xb8\xbb\xfa\xa5\xb3\xa1\xbc\xa5\xc9\xa4\xf2\xc8\xbd\xc4\xea\xa4\xb7"
         "\xa4\xde\xa4\xb9\xa1\xa3",
         "これは日本語のテストです。文字コードを判定します。"},
        {"Chinese",
         "gb18030",
         "\xd5\xe2\xca\xc7\xd2\xbb\xb8\xf6\xd6\xd0\xce\xc4\xb2\xe2\xca\xd4\xd2\xb3\xc3\xe6\xa3\xac"
         "\xd3\xc3\xc0\xb4\xc5\xd0\xb6\xcf\xd7\xd6\xb7\xfb\xb1\xe0\xc2\xeb\xa1\xa3",
         "这是一个中文测试页面，用来判断字符编码。"},
        {"Taiwanese",
         "big5",
         "\xb3o\xacO\xa4@"
         "\xad\xd3\xa4\xa4\xa4\xe5\xb4\xfa\xb8\xd5\xad\xb6\xad\xb1\xa1\x41\xa5\xce\xa8\xd3\xa7P\xc2"
         "_\xa6r\xa4\xb8\xbds\xbdX\xa1\x43",
         "這是一個中文測試頁面，用來判斷字元編碼。"},
        {"Korean",
         "uhc",
         "\xc0\xcc\xb0\xcd\xc0\xba \xc7\xd1\xb1\xb9\xbe\xee \xc5\xd7\xbd\xba\xc6\xae "
         "\xc6\xe4\xc0\xcc\xc1\xf6\xc0\xd4\xb4\xcf\xb4\xd9.",
         "이것은 한국어 테스트 페이지입니다."},
        {"Polish",
         "windows-1250",
         "Za\xbf\xf3\xb3\xe6 g\xea\x9cl\xb9 ja\x9f\xf1, prosz\xea pa\xf1stwa, to jest test",
         "Zażółć gęślą jaźń, proszę państwa, to jest test"},
        {"Polish",
         "iso-8859-2",
         "Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 ja\xbc\xf1, prosz\xea pa\xf1stwa, to jest test",
         "Zażółć gęślą jaźń, proszę państwa, to jest test"},
        {"Greek",
         "iso-8859-7",
         "\xc1\xf5\xf4\xde \xe5\xdf\xed\xe1\xe9 \xec\xe9\xe1 \xe4\xef\xea\xe9\xec\xde "
         "\xe5\xeb\xeb\xe7\xed\xe9\xea\xfe\xed \xf7\xe1\xf1\xe1\xea\xf4\xde\xf1\xf9\xed",
         "Αυτή είναι μια δοκιμή ελληνικών χαρακτήρων"},
        {"Hebrew",
         "windows-1255",
         "\xe6\xe4\xe5 \xee\xe1\xe7\xef \xf9\xec \xf7\xe9\xe3\xe5\xe3 \xfa\xe5\xe5\xe9\xed "
         "\xe1\xf2\xe1\xf8\xe9\xfa, \xe5\xf2\xe5\xe3 \xf7\xf6\xfa",
         "זהו מבחן של קידוד תווים בעברית, ועוד קצת"},
        {"Turkish",
         "iso-8859-9",
         "\xddstanbul'da g\xfcne\xfeli bir g\xfcn, \xfe\x65ker ve \xe7\x61y",
         "İstanbul'da güneşli bir gün, şeker ve çay"},
    };
    for (const Case& each : cases) {
        INFO(each.why << " in " << each.charset);
        CHECK(guessed_charset(each.bytes) == each.charset);
        ToUtf8 to_utf8("");
        std::string text(to_utf8.convert(each.bytes.substr(0, 5)));
        text += to_utf8.convert(each.bytes.substr(5));
        text += to_utf8.finish();
        CHECK(text == each.text);
    }
}

TEST_CASE("charset guess: nothing is guessed where Windows-1252 will do", "[output]") {
    struct Case {
        const char* why;
        std::string bytes;
    };

    const std::string german = "Gr\xf6\xdf"
                               "e und L\xe4nge der Stra\xdf"
                               "e: M\xfcller in K\xf6ln";
    const std::vector<Case> cases{
        {"nothing", ""},
        {"too short", "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0?"},
        {"its own subset", german},
        {"few letters beyond ASCII",
         R"({"name":"M)"
         "\xfc"
         R"(ller","city":"Z)"
         "\xfc"
         R"(rich","ok":true})"},
        {"the euro", "Prices: 5 \x80, 6 \x80 and 17 \x80 for all three of them"},
        {"Spanish",
         "El ni\xf1o comi\xf3 una pi\xf1"
         "a ma\xf1"
         "ana en Espa\xf1"
         "a"},
        {"bytes that are no text", german + std::string(1, '\0')},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(guessed_charset(each.bytes).empty());
    }
}

TEST_CASE("charset guess: nothing is held back longer than it needs", "[output]") {
    const std::string russian = "\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb\xe0? ";
    std::string much;
    while (much.size() < ToUtf8::good_sample) {
        much += russian;
    }
    ToUtf8 patient("");
    CHECK(patient.convert("ASCII first, ") == "ASCII first, ");
    CHECK(patient.convert(russian).empty());
    CHECK(patient.convert(much).starts_with("Привет"));
    CHECK(patient.convert(russian).starts_with("Привет"));

    ToUtf8 hasty("", ToUtf8::Kind::text, 0);
    CHECK(hasty.convert(russian + russian + "\n").starts_with("Привет"));

    ToUtf8 binary("");
    CHECK(binary.convert("\xff\xd8\xff\xe0\0\x10JFIF"sv).size() > 9);
}
