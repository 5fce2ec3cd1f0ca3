// SPDX-License-Identifier: MIT
#include "latch/base/likeness.hpp"

#include <algorithm>
#include <utility>

namespace latch::base {

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

std::size_t allowed_slips(std::size_t letters) noexcept {
    constexpr std::size_t letters_a_slip = 3;
    return std::max<std::size_t>(1, letters / letters_a_slip);
}

std::vector<std::string> nearest_words(
    std::string_view typed, const std::vector<std::string>& words, std::size_t most_slips
) {
    std::vector<std::string> found;
    for (const std::string& word : words) {
        const std::size_t slips = edit_distance(typed, word);
        if (slips < most_slips) {
            found.clear();
            most_slips = slips;
        }
        if (slips == most_slips) {
            found.push_back(word);
        }
    }
    return found;
}

std::string did_you_mean(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        const bool is_last = &name == &names.back();
        text += text.empty() ? "did you mean " : is_last ? " or " : ", ";
        text += name;
    }
    return text;
}

} // namespace latch::base
