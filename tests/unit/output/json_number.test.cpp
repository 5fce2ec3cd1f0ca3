// SPDX-License-Identifier: MIT
#include "output/json_number.hpp"

#include "support/catch.hpp"

#include <string_view>

using latch::output::JsonNumber;

namespace {

/// How many bytes of `text` belong to the number that it begins with.
std::size_t accepted(std::string_view text, JsonNumber& number) {
    std::size_t size = 0;
    while (size < text.size() && number.accept(text[size])) {
        ++size;
    }
    return size;
}

} // namespace

TEST_CASE("json number: whole numbers are taken to their end", "[output]") {
    for (const std::string_view text :
         {"0",
          "-0",
          "7",
          "10",
          "123456789012345678901234567890",
          "-1",
          "0.5",
          "1.50",
          "-12.0625",
          "1e5",
          "1E+5",
          "1e-05",
          "0e0",
          "1.5E300",
          "0.0"}) {
        INFO(text);
        JsonNumber number;
        CHECK(accepted(text, number) == text.size());
        CHECK(number.is_complete());
    }
}

TEST_CASE("json number: what is cut off is not complete", "[output]") {
    for (const std::string_view text : {"", "-", "1.", "-0.", "1e", "1E+", "1.5e-"}) {
        INFO(text);
        JsonNumber number;
        CHECK(accepted(text, number) == text.size());
        CHECK_FALSE(number.is_complete());
    }
}

TEST_CASE("json number: a byte that does not fit is left", "[output]") {
    struct Case {
        std::string_view text;
        std::size_t accepted;
        bool complete;
    };

    for (const auto& [text, size, complete] : {
             Case{"01", 1, true},
             Case{"-01", 2, true},
             Case{"1.2.3", 3, true},
             Case{"1-2", 1, true},
             Case{"1,", 1, true},
             Case{"+1", 0, false},
             Case{".5", 0, false},
             Case{"-x", 1, false},
             Case{"-Infinity", 1, false},
             Case{"1.e5", 2, false},
             Case{"1ee", 2, false},
             Case{"1e+-", 3, false},
             Case{"1e5.", 3, true},
             Case{"0x1f", 1, true},
         }) {
        INFO(text);
        JsonNumber number;
        CHECK(accepted(text, number) == size);
        CHECK(number.is_complete() == complete);
    }
}

TEST_CASE("json number: digits repeat where their number does not matter", "[output]") {
    JsonNumber number;
    CHECK_FALSE(number.repeats_digits());
    for (const auto& [c, repeats] : {
             std::pair{'-', false},
             std::pair{'1', true},
             std::pair{'.', false},
             std::pair{'2', true},
             std::pair{'e', false},
             std::pair{'+', false},
             std::pair{'3', true},
         }) {
        INFO(c);
        CHECK(number.accept(c));
        CHECK(number.repeats_digits() == repeats);
    }
    JsonNumber zero;
    CHECK(zero.accept('0'));
    CHECK_FALSE(zero.repeats_digits());
}
