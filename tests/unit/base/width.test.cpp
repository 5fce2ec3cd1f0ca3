// SPDX-License-Identifier: MIT
#include "latch/base/width.hpp"

#include "support/catch.hpp"

#include <vector>

using latch::base::display_width;

TEST_CASE("width: columns are counted, not bytes and not characters", "[base]") {
    struct Case {
        std::string_view why, text;
        std::size_t columns;
    };

    const std::vector<Case> cases{
        {"nothing", "", 0},
        {"ASCII", "abc", 3},
        {"a letter of two bytes", "\xc3\xbc", 1},
        {"a sign of three bytes", "\xe2\x82\xac", 1},
        {"Chinese is wide", "\xe4\xbd\xa0\xe5\xa5\xbd", 4},
        {"so are Hangul and kana", "\xed\x95\x9c\xe3\x81\x82", 4},
        {"full-width ASCII as well", "\xef\xbc\xa1", 2},
        {"and emoji", "\xf0\x9f\x98\x80", 2},
        {"a combining accent takes no room", "e\xcc\x81", 1},
        {"nor does a zero-width space",
         "a\xe2\x80\x8b"
         "b",
         2},
        {"malformed bytes are seen one by one",
         "a\xff\xfe"
         "b",
         4},
        {"a sequence that is cut off", "\xe4\xbd", 2},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(display_width(c.text) == c.columns);
    }
}
