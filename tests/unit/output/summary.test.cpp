// SPDX-License-Identifier: MIT
#include "latch/output/summary.hpp"

#include "support/catch.hpp"

#include <chrono>

using latch::output::Summary;
using namespace std::chrono_literals;

TEST_CASE("summary: counts, bytes, a rate and percentiles", "[output]") {
    Summary summary;
    for (int number = 1; number <= 100; ++number) {
        const auto end = number % 50 == 0 ? Summary::End::failed : Summary::End::succeeded;
        summary.add(end, number * 1ms, {1024});
    }
    CHECK(summary.ended() == 100);
    CHECK(
        summary.words(100, 2s) ==
        "100 requests in 2.00 s (50.0/s), 2 failed; 100.0 KiB; 50 % within 50.0 ms, "
        "90 % within 90.0 ms, 99 % within 99.0 ms, all within 100 ms"
    );
}

TEST_CASE("summary: what was cut off, and what never began", "[output]") {
    Summary summary;
    summary.add(Summary::End::succeeded, 1500ms, {17});
    summary.add(Summary::End::cut_off, 3s, {3});
    CHECK(
        summary.words(5, 3s) ==
        "2 requests in 3.00 s (0.67/s), 1 cut off, 3 not begun; 20 B; 50 % within 1.50 s, "
        "90 % within 1.50 s, 99 % within 1.50 s, all within 1.50 s"
    );
}

TEST_CASE("summary: of nothing", "[output]") {
    CHECK(Summary().words(2, 0s) == "0 requests in 0.00 ms, 2 not begun; 0 B");
}
