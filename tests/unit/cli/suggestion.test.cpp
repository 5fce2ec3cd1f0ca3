// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "support/catch.hpp"

using namespace latch::cli;

TEST_CASE("suggestion: distances count slips of the fingers", "[cli]") {
    struct Case {
        std::string_view why, a, b;
        std::size_t distance;
    };

    const Case cases[] = {
        {"equal", "follow", "follow", 0},
        {"both empty", "", "", 0},
        {"one empty", "", "abc", 3},
        {"a letter too few", "folow", "follow", 1},
        {"a letter too many", "folllow", "follow", 1},
        {"a wrong letter", "fallow", "follow", 1},
        {"two neighbours swapped", "foll wo", "foll ow", 1},
        {"swapped at the beginning", "ofllow", "follow", 1},
        {"nothing in common", "abc", "xyz", 3},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(edit_distance(c.a, c.b) == c.distance);
        CHECK(edit_distance(c.b, c.a) == c.distance);
    }
}

TEST_CASE("suggestion: the nearest option, or none", "[cli]") {
    struct Case {
        std::string_view typed, nearest; ///< empty: none
    };

    const Case cases[] = {
        {"--folow", "--follow"},
        {"--no-folow", "--no-follow"},
        {"--max-redirect", "--max-redirects"},
        {"--session-readonly", "--session-read-only"},
        {"--hea", "--headers"},
        {"--connect", "--connect-timeout"},
        {"--JSON", ""},
        {"--frobnicate", ""},
        {"--x", ""},
        {"--", ""},
    };
    for (const Case& c : cases) {
        INFO(c.typed);
        CHECK(nearest_option(c.typed).value_or("") == c.nearest);
    }
}
