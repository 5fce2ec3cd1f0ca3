// SPDX-License-Identifier: MIT
#include "client/schedule.hpp"

#include <algorithm>
#include <utility>

namespace latch::client {

namespace {

/// Timers are late, and a rate that counted from there would be less than what was asked for. So
/// that much is caught up, and no more: a run that stood still makes no burst of it.
constexpr std::chrono::milliseconds slack{10};

/// How many are passed over at most, so that each step is a short one.
constexpr std::size_t most_passed_over = 64;

/// How far, in requests, the last one under way may be ahead of the first whose answer is not
/// shown yet, for each that may be under way: answers between them are kept.
constexpr std::size_t lead = 16;

} // namespace

Schedule::Schedule(const http::Pacing& pacing, std::vector<Place> places)
    : pacing_(pacing), places_(std::move(places)) {}

/// The number before which all that may begin lie.
std::size_t Schedule::horizon() const noexcept {
    if (pacing_.order == http::Pacing::Order::as_ended) {
        return places_.size();
    }
    std::size_t first = under_way_.empty() ? fresh_ : *under_way_.begin();
    first = passed_over_.empty() ? first : std::min(first, passed_over_.front());
    return std::min(places_.size(), first + pacing_.parallel * lead);
}

bool Schedule::may_begin(std::size_t number) const {
    const auto busy = busy_.find(places_[number]);
    return busy == busy_.end() || busy->second < pacing_.per_origin;
}

std::optional<std::size_t> Schedule::first_to_begin() {
    const auto waiting =
        std::ranges::find_if(passed_over_, [&](std::size_t number) { return may_begin(number); });
    if (waiting != passed_over_.end()) {
        const std::size_t number = *waiting;
        passed_over_.erase(waiting);
        return number;
    }
    while (fresh_ < horizon() && passed_over_.size() < most_passed_over) {
        const std::size_t number = fresh_++;
        if (may_begin(number)) {
            return number;
        }
        passed_over_.push_back(number);
    }
    return std::nullopt;
}

Schedule::Next Schedule::next(Time now) {
    if (fresh_ == places_.size() && passed_over_.empty() && under_way_.empty()) {
        return Over{};
    }
    if (under_way_.size() >= pacing_.parallel) {
        return Wait{};
    }
    if (due_ && now < *due_) {
        const bool is_any_left = fresh_ < places_.size() || !passed_over_.empty();
        return Wait{is_any_left ? due_ : std::nullopt};
    }
    const auto number = first_to_begin();
    if (!number) {
        return Wait{};
    }
    under_way_.insert(*number);
    ++busy_[places_[*number]];
    if (pacing_.interval > std::chrono::nanoseconds::zero()) {
        due_ = std::max(due_.value_or(now), now - slack) + pacing_.interval;
    }
    return Begin{*number};
}

void Schedule::ended(std::size_t number) {
    under_way_.erase(number);
    const auto busy = busy_.find(places_[number]);
    if (--busy->second == 0) {
        busy_.erase(busy);
    }
}

} // namespace latch::client
