// SPDX-License-Identifier: MIT
#include "client/schedule.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <vector>

using latch::client::Schedule;
using latch::http::Pacing;
using namespace std::chrono_literals;

namespace {

using Time = Schedule::Time;
using Numbers = std::vector<std::size_t>;

const Time start{1h};

/// Begins all that may begin at a moment.
Numbers begun(Schedule& schedule, Time now = start) {
    Numbers numbers;
    for (;;) {
        const Schedule::Next next = schedule.next(now);
        const auto* const begin = std::get_if<Schedule::Begin>(&next);
        if (begin == nullptr) {
            return numbers;
        }
        numbers.push_back(begin->number);
    }
}

std::vector<Schedule::Place> all_to_one(std::size_t count) {
    std::vector<Schedule::Place> places;
    places.resize(count);
    return places;
}

} // namespace

TEST_CASE("schedule: one after the other is the default", "[client]") {
    Schedule schedule({}, all_to_one(2));
    CHECK(begun(schedule) == Numbers{0});
    CHECK(schedule.next(start) == Schedule::Next(Schedule::Wait{}));
    schedule.ended(0);
    CHECK(begun(schedule) == Numbers{1});
    schedule.ended(1);
    CHECK(schedule.next(start) == Schedule::Next(Schedule::Over{}));
}

TEST_CASE("schedule: without requests it is over", "[client]") {
    CHECK(Schedule({}, {}).next(start) == Schedule::Next(Schedule::Over{}));
}

TEST_CASE("schedule: so many at once, in their order", "[client]") {
    Schedule schedule({.parallel = 3}, {0, 1, 2, 3, 4});
    CHECK(begun(schedule) == Numbers{0, 1, 2});
    schedule.ended(1);
    CHECK(begun(schedule) == Numbers{3});
    schedule.ended(0);
    schedule.ended(2);
    CHECK(begun(schedule) == Numbers{4});
}

TEST_CASE("schedule: an origin that has enough to do is passed over", "[client]") {
    Schedule schedule({.parallel = 4, .per_origin = 2}, {0, 0, 0, 0, 1, 1});
    CHECK(begun(schedule) == Numbers{0, 1, 4, 5});
    schedule.ended(4);
    CHECK(begun(schedule).empty());
    schedule.ended(1);
    CHECK(begun(schedule) == Numbers{2});
    schedule.ended(0);
    CHECK(begun(schedule) == Numbers{3});
}

TEST_CASE("schedule: none gets too far ahead of an answer that is not shown yet", "[client]") {
    const std::size_t count = 1000;
    Schedule ordered({.parallel = 2}, all_to_one(count));
    Schedule unordered({.parallel = 2, .order = Pacing::Order::as_ended}, all_to_one(count));
    for (Schedule* const schedule : {&ordered, &unordered}) {
        CHECK(begun(*schedule) == Numbers{0, 1});
        for (std::size_t number = 1; number + 1 < count; ++number) {
            schedule->ended(number); // 0 goes on and on
            const Numbers next = begun(*schedule);
            if (next.empty()) {
                CHECK(schedule == &ordered);
                CHECK(number == 31);
                break;
            }
            CHECK(next == Numbers{number + 1});
        }
    }
    ordered.ended(0);
    CHECK(begun(ordered) == Numbers{32, 33});
}

TEST_CASE("schedule: a rate holds whatever may be done at once", "[client]") {
    Schedule schedule({.parallel = 100, .per_origin = 100, .interval = 100ms}, all_to_one(100));
    CHECK(begun(schedule) == Numbers{0});
    CHECK(schedule.next(start) == Schedule::Next(Schedule::Wait{start + 100ms}));
    CHECK(begun(schedule, start + 99ms).empty());
    CHECK(begun(schedule, start + 100ms) == Numbers{1});
    SECTION("a timer that is a little late does not make it slower") {
        CHECK(begun(schedule, start + 205ms) == Numbers{2});
        CHECK(schedule.next(start + 205ms) == Schedule::Next(Schedule::Wait{start + 300ms}));
    }
    SECTION("what was missed for long is not made up for") {
        CHECK(begun(schedule, start + 10s) == Numbers{2});
        CHECK(schedule.next(start + 10s) == Schedule::Next(Schedule::Wait{start + 10s + 90ms}));
    }
}

TEST_CASE("schedule: a rate lets nobody wait for a moment at which nothing begins", "[client]") {
    Schedule schedule({.parallel = 2, .interval = 100ms}, all_to_one(1));
    CHECK(begun(schedule) == Numbers{0});
    CHECK(schedule.next(start) == Schedule::Next(Schedule::Wait{}));
    schedule.ended(0);
    CHECK(schedule.next(start) == Schedule::Next(Schedule::Over{}));
}
