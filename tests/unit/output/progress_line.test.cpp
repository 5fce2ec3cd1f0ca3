// SPDX-License-Identifier: MIT
#include "output/progress_line.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using latch::base::Bytes;
using latch::base::mebibytes;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("progress line: it says how far, how fast and how long", "[output]") {
    struct Case {
        std::string_view why;
        TransferState state;
        unsigned columns;
        std::string_view line;
    };

    const std::vector<Case> cases{
        {"half of it",
         {"uploading", mebibytes(5), mebibytes(10), 1024.0 * 1024},
         79,
         "uploading   50 % [#########         ] 5.0 MiB of 10.0 MiB  1.0 MiB/s  0:05 left"},
        {"all of it",
         {"uploading", Bytes{10}, Bytes{10}, 5.0},
         60,
         "uploading  100 % [#####################] 10 B of 10 B  5 B/s"},
        {"nothing yet",
         {"uploading", {}, Bytes{100}, {}},
         40,
         "uploading    0 % [        ] 0 B of 100 B"},
        {"no room for a bar",
         {"uploading", mebibytes(5), mebibytes(10), {}},
         40,
         "uploading   50 % 5.0 MiB of 10.0 MiB"},
        {"no room at all", {"uploading", Bytes{1}, Bytes{10}, {}}, 12, "uploading   "},
        {"a length that is not known",
         {"uploading", mebibytes(5), {}, 2048.0},
         79,
         "uploading  5.0 MiB  2.0 KiB/s"},
        {"nothing to send", {"uploading", {}, Bytes{0}, {}}, 30, "uploading  100 % 0 B of 0 B"},
        {"a stall has no end",
         {"uploading", Bytes{1}, Bytes{10}, 0.0},
         40,
         "uploading   10 % 1 B of 10 B  0 B/s"},
        {"more than was announced",
         {"uploading", Bytes{20}, Bytes{10}, {}},
         30,
         "uploading  100 % 20 B of 10 B"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string line = progress_line(c.state, c.columns);
        CHECK(line == c.line);
        CHECK(line.size() <= c.columns);
    }
}

TEST_CASE("progress line: sizes and durations read well", "[output]") {
    CHECK(size_words(0) == "0 B");
    CHECK(size_words(1023) == "1023 B");
    CHECK(size_words(1024) == "1.0 KiB");
    CHECK(size_words(1536) == "1.5 KiB");
    CHECK(size_words(1024.0 * 1024 - 1) == "1.0 MiB");
    CHECK(size_words(2.0 * 1024 * 1024 * 1024) == "2.0 GiB");
    CHECK(size_words(5e15) == "4547.5 TiB");
    CHECK(duration_words(seconds(0)) == "0:00");
    CHECK(duration_words(seconds(7)) == "0:07");
    CHECK(duration_words(seconds(750)) == "12:30");
    CHECK(duration_words(seconds(10'860)) == "3:01:00");
}

TEST_CASE("progress line: how it ends", "[output]") {
    CHECK(closing_line(Bytes{1536}, milliseconds(500)) == "Done. 1.5 KiB in 0.50 s (3.0 KiB/s)");
    CHECK(closing_line(Bytes{6144}, seconds(60)) == "Done. 6.0 KiB in 1:00 (102 B/s)");
    CHECK(closing_line(Bytes{0}, seconds(0)) == "Done. 0 B in 0.00 s");
}

TEST_CASE("progress line: the rate is that of the last seconds", "[output]") {
    RateEstimate rate;
    const SteadyTime start{seconds(1000)};
    CHECK_FALSE(rate.per_second());
    rate.note(start, {});
    CHECK_FALSE(rate.per_second());
    rate.note(start + milliseconds(500), Bytes{500});
    CHECK(rate.per_second().value() == Approx(1000));

    // A hundred times as fast later on: what was before is forgotten.
    std::uint64_t done = 500;
    for (int i = 1; i <= 100; ++i) {
        done += 10'000;
        rate.note(start + milliseconds(500 + 100 * i), Bytes{done});
    }
    CHECK(rate.per_second().value() == Approx(100'000));

    // Then nothing for an hour.
    rate.note(start + seconds(3600), Bytes{done});
    CHECK(rate.per_second().value() < 20);
}
