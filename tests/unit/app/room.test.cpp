// SPDX-License-Identifier: MIT
#include "app/room.hpp"

#include "support/catch.hpp"

using namespace latch;
using namespace latch::app;

TEST_CASE("room: with enough descriptors a round goes on as it was to", "[app]") {
    http::Pacing pacing{.parallel = 400, .per_origin = 50};
    const http::ConnectionLimits limits = fit(pacing, descriptors_for(pacing));
    CHECK(pacing.parallel == 400);
    CHECK(limits.per_origin == 50);
    CHECK(limits.total == 400);
}

TEST_CASE("room: with few descriptors it is slower, and uses no more of them", "[app]") {
    struct Case {
        std::size_t descriptors, parallel;
    };

    for (const Case& c : {Case{64, 10}, {256, 58}, {25, 1}, {3, 1}, {0, 1}}) {
        INFO(c.descriptors);
        http::Pacing pacing{.parallel = 400, .per_origin = 400};
        const http::ConnectionLimits limits = fit(pacing, c.descriptors);
        CHECK(pacing.parallel == c.parallel);
        CHECK(limits.total == c.parallel);
        if (c.parallel > 1) {
            CHECK(descriptors_for(pacing) <= c.descriptors);
        }
    }
}
