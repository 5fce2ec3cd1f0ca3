// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/pacing.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <variant>
#include <vector>

namespace latch::client {

/// Which of several requests begins, and when. No network and no clock: only numbers.
class Schedule {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Place = std::uint32_t;

    /// The request of this number begins now.
    struct Begin {
        std::size_t number = 0;
        bool operator==(const Begin&) const = default;
    };

    /// None begins before another ends, or before that moment.
    struct Wait {
        std::optional<Time> end{};
        bool operator==(const Wait&) const = default;
    };

    /// All have begun and ended.
    struct Over {
        bool operator==(const Over&) const = default;
    };

    using Next = std::variant<Begin, Wait, Over>;

    /// `places` has a number for the origin of each request.
    Schedule(const http::Pacing& pacing, std::vector<Place> places);

    /// What to do at a moment; a request that begins counts as begun. The first that may begin
    /// does: one whose origin has enough to do is passed over, as far as the answers of those
    /// behind it need not be kept for too long.
    Next next(Time now);

    /// The request of that number is over.
    void ended(std::size_t number);

private:
    bool may_begin(std::size_t number) const;
    std::optional<std::size_t> first_to_begin();
    std::size_t horizon() const noexcept;

    http::Pacing pacing_;
    std::vector<Place> places_;
    std::size_t fresh_ = 0;               ///< the first that was not looked at yet
    std::deque<std::size_t> passed_over_; ///< of those before it, what has not begun
    std::set<std::size_t> under_way_;
    std::unordered_map<Place, std::size_t> busy_; ///< how many are under way to a place
    std::optional<Time> due_; ///< the moment before which none begins; nothing: at once
};

} // namespace latch::client
