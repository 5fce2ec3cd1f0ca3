// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Which word may have been meant by one that is none.
namespace latch::base {

/// The number of letters to insert, remove, replace or swap with a neighbour to make one text of
/// the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// How many slips of the fingers a word of so many letters may have: one letter in three, at least
/// one.
std::size_t allowed_slips(std::size_t letters) noexcept;

/// Those that the fewest slips lead to, if these are at most `most_slips`.
std::vector<std::string> nearest_words(
    std::string_view typed, const std::vector<std::string>& words, std::size_t most_slips
);

/// "did you mean --a, --b or --c"; empty if there are no names.
std::string did_you_mean(const std::vector<std::string>& names);

} // namespace latch::base
