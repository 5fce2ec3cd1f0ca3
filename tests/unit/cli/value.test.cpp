// SPDX-License-Identifier: MIT
#include "cli/value.hpp"

#include "support/catch.hpp"

using namespace latch::cli;
using std::chrono::milliseconds;

TEST_CASE("value: seconds become milliseconds", "[cli]") {
    const std::pair<std::string_view, long> cases[] = {
        {"0", 0},
        {"1", 1000},
        {"2.5", 2500},
        {".5", 500},
        {"1.1", 1100}, // 1.1 * 1000 is a little more in binary
        {"2.3", 2300}, // and 2.3 * 1000 a little less
        {"0.0001", 1}, // more than nothing must not become "no limit"
        {"0.000", 0},
        {"1000000000", 1'000'000'000'000},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto time = parse_seconds(text);
        REQUIRE(time);
        CHECK(*time == milliseconds(expected));
    }
    for (const std::string_view wrong :
         {"",
          " ",
          "1 ",
          " 1",
          "-1",
          "-0",
          "+1",
          "1s",
          "1,5",
          "1.5.2",
          "0x10",
          "1e3",
          "nan",
          "NaN",
          "inf",
          "infinity",
          "1000000000.001",
          "99999999999999999999999999",
          "."}) {
        INFO(wrong);
        REQUIRE_FALSE(parse_seconds(wrong));
        CHECK(parse_seconds(wrong).error().kind() == latch::base::ErrorKind::usage);
    }
    CHECK_FALSE(parse_seconds(std::string(400, '9')));
}

TEST_CASE("value: a duration is in seconds unless a unit stands behind it", "[cli]") {
    using std::chrono::milliseconds;
    const std::pair<std::string_view, int> cases[] = {
        {"0", 0},
        {"90", 90'000},
        {"0.5", 500},
        {"60s", 60'000},
        {"1.5s", 1500},
        {"500ms", 500},
        {"0.1ms", 1},
        {"2m", 120'000},
        {"0.5h", 1'800'000},
    };
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto time = parse_duration(text);
        REQUIRE(time);
        CHECK(*time == milliseconds(expected));
    }
    for (const std::string_view wrong :
         {"",
          "s",
          "ms",
          "5 s",
          "-1s",
          "1d",
          "1S",
          "1m30s",
          "inf",
          "nans",
          "1000000000.1",
          "277778h"}) {
        INFO(wrong);
        REQUIRE_FALSE(parse_duration(wrong));
        CHECK(parse_duration(wrong).error().hint().find("500ms") != std::string::npos);
    }
}

TEST_CASE("value: a count fits into 32 bits", "[cli]") {
    CHECK(*parse_count("0") == 0);
    CHECK(*parse_count("4294967295") == 4294967295U);
    for (const std::string_view wrong :
         {"", "-1", "4294967296", "1.0", "one", "99999999999999999999"}) {
        INFO(wrong);
        CHECK_FALSE(parse_count(wrong));
    }
}

TEST_CASE("value: --verify knows its words in any case, all else is a path", "[cli]") {
    for (const std::string_view yes : {"yes", "YES", "true", "True"}) {
        INFO(yes);
        CHECK(parse_verify(yes)->verify);
        CHECK(parse_verify(yes)->ca.empty());
    }
    for (const std::string_view no : {"no", "No", "false", "FALSE"}) {
        INFO(no);
        CHECK_FALSE(parse_verify(no)->verify);
    }
    for (const std::string_view path : {"ca.pem", "./no", "yes/", "0", "~/certs"}) {
        INFO(path);
        CHECK(parse_verify(path)->verify);
        CHECK(parse_verify(path)->ca == std::vector{std::string(path)});
    }
    CHECK_FALSE(parse_verify(""));
}
