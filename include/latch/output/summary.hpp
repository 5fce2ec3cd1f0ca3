// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace latch::output {

/// What several requests came to.
class Summary {
public:
    enum class End { succeeded, failed, cut_off };

    /// One of them has ended, `time` after it began, with so many bytes of bodies.
    void add(End end, std::chrono::nanoseconds time, base::Bytes received);

    std::size_t ended() const noexcept { return times_.size() + cut_off_; }

    base::Bytes received() const noexcept { return received_; }

    /// "20 requests in 0.42 s (47.6/s), 2 failed; 12.3 KiB; 50 % within 12 ms, 90 % within 20 ms,
    /// 99 % within 31 ms, all within 40 ms". `asked` is how many there were to be.
    std::string words(std::size_t asked, std::chrono::nanoseconds elapsed) const;

private:
    std::string times_in_words() const;

    std::vector<float> times_; ///< in seconds
    std::size_t failed_ = 0;
    std::size_t cut_off_ = 0;
    base::Bytes received_;
};

} // namespace latch::output
