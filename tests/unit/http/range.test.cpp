// SPDX-License-Identifier: MIT
#include "latch/http/range.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::http;

TEST_CASE("range: what Content-Range says", "[http]") {
    struct Case {
        std::string_view why, field;
        std::optional<ContentRange> range;
    };

    const auto span = [](std::uint64_t first, std::uint64_t last) {
        return ByteSpan{.first = first, .last = last};
    };
    const std::vector<Case> cases{
        {"a part of a known whole",
         "bytes 500-999/1234",
         ContentRange{.span = span(500, 999), .complete = 1234}},
        {"of one that grows", "bytes 0-9/*", ContentRange{.span = span(0, 9), .complete = {}}},
        {"one byte", "bytes 0-0/1", ContentRange{.span = span(0, 0), .complete = 1}},
        {"of a 416", "bytes */1234", ContentRange{.span = {}, .complete = 1234}},
        {"beyond 32 bits",
         "bytes 4294967296-4294967297/4294967298",
         ContentRange{.span = span(4294967296, 4294967297), .complete = 4294967298}},
        {"the unit in capitals", "Bytes 1-2/3", ContentRange{.span = span(1, 2), .complete = 3}},
        {"blanks around it", " bytes  1-2/3 ", ContentRange{.span = span(1, 2), .complete = 3}},
        {"nothing at all", "bytes */*", std::nullopt},
        {"another unit", "lines 1-2/3", std::nullopt},
        {"the end before the beginning", "bytes 9-5/10", std::nullopt},
        {"the end beyond the whole", "bytes 0-10/10", std::nullopt},
        {"a Range instead", "bytes=0-9", std::nullopt},
        {"no whole", "bytes 0-9", std::nullopt},
        {"no end", "bytes 5-/10", std::nullopt},
        {"a negative beginning", "bytes -5-9/10", std::nullopt},
        {"words", "bytes a-b/c", std::nullopt},
        {"more than 64 bits", "bytes 0-1/99999999999999999999", std::nullopt},
        {"nothing", "", std::nullopt},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.field);
        CHECK(parse_content_range(c.field) == c.range);
    }
}

TEST_CASE("range: where a request begins", "[http]") {
    CHECK(range_from(7) == "bytes=7-");
    CHECK(first_of_range(range_from(4294967296)) == 4294967296);
    for (const std::string_view other : {"bytes=1-2", "bytes=-5", "bytes=1-,5-", "x=1-", ""}) {
        INFO(other);
        CHECK(!first_of_range(other));
    }
}

TEST_CASE("range: what tells two versions apart", "[http]") {
    struct Case {
        std::string_view why;
        Headers headers;
        std::string_view validator;
    };

    const std::string noon = "Thu, 26 Nov 2026 12:00:00 GMT";
    const std::vector<Case> cases{
        {"an entity tag", {{"ETag", "\"a\""}}, "\"a\""},
        {"a weak one says that the meaning is the same", {{"ETag", "W/\"a\""}}, ""},
        {"a tag without quotes is none", {{"ETag", "a"}}, ""},
        {"a quote is no tag", {{"ETag", "\""}}, ""},
        {"the tag beats the date",
         {{"ETag", "\"a\""}, {"Last-Modified", noon}, {"Date", "Thu, 26 Nov 2026 13:00:00 GMT"}},
         "\"a\""},
        {"a date that was a minute old",
         {{"Last-Modified", noon}, {"Date", "Thu, 26 Nov 2026 12:01:00 GMT"}},
         noon},
        {"beside a weak tag as well",
         {{"ETag", "W/\"a\""}, {"Last-Modified", noon}, {"Date", "Fri, 27 Nov 2026 12:00:00 GMT"}},
         noon},
        {"a younger one: it may have changed twice in that second",
         {{"Last-Modified", noon}, {"Date", "Thu, 26 Nov 2026 12:00:59 GMT"}},
         ""},
        {"from the future",
         {{"Last-Modified", noon}, {"Date", "Thu, 26 Nov 2026 11:00:00 GMT"}},
         ""},
        {"when it was sent is not known", {{"Last-Modified", noon}}, ""},
        {"a date that is none",
         {{"Last-Modified", "yesterday"}, {"Date", "Thu, 26 Nov 2026 12:01:00 GMT"}},
         ""},
        {"nothing", {}, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(strong_validator(c.headers) == c.validator);
    }
}
