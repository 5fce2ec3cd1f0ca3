// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <chrono>

namespace latch::app {

/// How much of a time is left that began when this was made.
class TimeLeft {
public:
    /// Zero: there is no end.
    explicit TimeLeft(std::chrono::milliseconds limit) : limit_(limit) {}

    bool is_over() const { return left() == std::chrono::milliseconds::zero(); }

    /// As much of `wish` as there is time for.
    std::chrono::milliseconds within(std::chrono::milliseconds wish) const {
        return std::min(wish, left());
    }

private:
    using Steady = std::chrono::steady_clock;

    std::chrono::milliseconds left() const {
        using std::chrono::milliseconds;
        if (limit_ == milliseconds::zero()) {
            return milliseconds::max();
        }
        const auto passed = std::chrono::duration_cast<milliseconds>(Steady::now() - begun_);
        return std::max(limit_ - passed, milliseconds::zero());
    }

    std::chrono::milliseconds limit_;
    Steady::time_point begun_ = Steady::now();
};

} // namespace latch::app
