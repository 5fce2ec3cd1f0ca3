// SPDX-License-Identifier: MIT
#include "net/words.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch::net;
using std::chrono::milliseconds;

TEST_CASE("words: durations read as a person would say them", "[net]") {
    struct Case {
        milliseconds duration;
        std::string_view text;
    };

    const Case cases[] = {
        {milliseconds(0), "0 ms"},
        {milliseconds(250), "250 ms"},
        {milliseconds(999), "999 ms"},
        {milliseconds(1000), "1 s"},
        {milliseconds(1050), "1.05 s"},
        {milliseconds(1500), "1.5 s"},
        {milliseconds(30000), "30 s"},
        {milliseconds(90001), "90.001 s"},
    };
    for (const Case& c : cases) {
        CHECK(words(c.duration) == c.text);
    }
}

TEST_CASE("words: an error number reads like every other one of latch's", "[net]") {
    CHECK(words({ECONNREFUSED, std::system_category()}) == "connection refused");
    CHECK(words(std::make_error_code(std::errc::timed_out)) == "connection timed out");
}

TEST_CASE("words: one byte is singular", "[net]") {
    CHECK(byte_count(0) == "0 bytes");
    CHECK(byte_count(1) == "1 byte");
    CHECK(byte_count(5'000'000'000) == "5000000000 bytes");
}
