// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::cli {

/// The number of letters to insert, remove, replace or swap with a neighbour to make one text of
/// the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The long option, dashes included, that is most like what was typed: the one it is the beginning
/// of, else the one the fewest slips away; nothing if none is close.
std::optional<std::string> nearest_option(std::string_view typed);

} // namespace latch::cli
