// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/likeness.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::cli {

using base::did_you_mean;
using base::edit_distance;

/// The long options, dashes included, that may have been meant by what was typed: all that begin
/// with it, else those that the fewest slips lead to; none if none is close. Capitals and
/// underscores are no slips. A --no- form is meant only by what begins like one or is nearer to it.
std::vector<std::string> similar_options(std::string_view typed);

/// The topics of the help that may have been meant by a word, and the options, dashes included,
/// that are called so but for their dashes. --no- forms are not among them.
std::vector<std::string> similar_topics(std::string_view typed);

} // namespace latch::cli
