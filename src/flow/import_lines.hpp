// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace latch::flow::foreign {

/// A line of a file, without its end.
struct Line {
    std::size_t number = 0; ///< from 1
    std::string_view text{};
};

/// A byte order mark is no part of the first.
std::vector<Line> lines_in(std::string_view content);

/// The lines that are still to be read.
class Lines {
public:
    explicit Lines(std::span<const Line> lines) : rest_(lines) {}

    bool empty() const noexcept { return rest_.empty(); }

    /// There has to be one, as for `take`.
    const Line& next() const noexcept { return rest_.front(); }

    const Line& take() noexcept {
        const Line& line = rest_.front();
        rest_ = rest_.subspan(1);
        return line;
    }

private:
    std::span<const Line> rest_;
};

} // namespace latch::flow::foreign
