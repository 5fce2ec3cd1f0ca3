// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "cli/option.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

/// Of words this long, one letter in three may be wrong.
constexpr std::size_t letters_a_slip = 3;

/// "--x" is near to everything.
constexpr std::size_t shortest_typed = 4;

std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (const Option& option : all_options()) {
        names.push_back(spelled(option));
        names.push_back(spelled_no(option));
    }
    return names;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    using Row = std::vector<std::size_t>;
    Row before;
    Row above(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        above[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        Row row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before = std::exchange(above, std::move(row));
    }
    return above.back();
}

std::optional<std::string> nearest_option(std::string_view typed) {
    if (typed.size() < shortest_typed) {
        return std::nullopt;
    }
    const std::vector<std::string> names = all_names();
    const std::size_t tolerable = std::max<std::size_t>(1, (typed.size() - 2) / letters_a_slip);
    const auto slips = [&](const std::string& name) {
        return name.starts_with(typed) ? 0 : edit_distance(typed, name);
    };
    const auto nearest = std::ranges::min_element(names, {}, slips);
    if (slips(*nearest) > tolerable) {
        return std::nullopt;
    }
    return *nearest;
}

} // namespace latch::cli
