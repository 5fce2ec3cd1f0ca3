// SPDX-License-Identifier: MIT
#include "net/drain.hpp"

#include "support/catch.hpp"

using namespace latch::net;
using namespace std::chrono_literals;

namespace {

const SteadyClock::time_point start{};

} // namespace

TEST_CASE("drain: is begun for what is short, and leaves a connection", "[net]") {
    CHECK(Drain::is_worth_it(0, false));
    CHECK(Drain::is_worth_it(65'536, false));
    CHECK_FALSE(Drain::is_worth_it(65'537, false));
    CHECK_FALSE(Drain::is_worth_it(0, true));
}

TEST_CASE(
    "drain: goes on for 64 KiB and their framing, not for what never ends", "[net][pitfall]"
) {
    SECTION("as they come") {
        Drain drain(start, 0);
        CHECK(drain.goes_on(65'536, start));
        CHECK(drain.goes_on(16'384, start));
        CHECK_FALSE(drain.goes_on(1, start));
    }
    SECTION("with what is at hand") {
        Drain drain(start, 65'536);
        CHECK(drain.goes_on(16'384, start));
        CHECK_FALSE(drain.goes_on(1, start));
    }
}

TEST_CASE("drain: goes on for a tenth of a second, however little comes", "[net][pitfall]") {
    Drain drain(start, 0);
    CHECK(drain.end() == start + 100ms);
    CHECK(drain.goes_on(1, start + 99ms));
    CHECK_FALSE(drain.goes_on(1, start + 100ms));
}
