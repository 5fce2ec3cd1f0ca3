// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace latch::cli {

/// The number of letters to insert, remove, replace or swap with a neighbour to make one text of
/// the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The long options, dashes included, that may have been meant by what was typed: all that begin
/// with it, else those that the fewest slips lead to; none if none is close. Capitals and
/// underscores are no slips. A --no- form is meant only by what begins like one or is nearer to it.
std::vector<std::string> similar_options(std::string_view typed);

/// The topics of the help that may have been meant by a word, and the options, dashes included,
/// that are called so but for their dashes. --no- forms are not among them.
std::vector<std::string> similar_topics(std::string_view typed);

/// "did you mean --a, --b or --c"; empty if there are no names.
std::string did_you_mean(const std::vector<std::string>& names);

} // namespace latch::cli
