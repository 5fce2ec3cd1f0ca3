// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

#include <vector>

namespace latch::session {

/// An object for one way, a list for several.
Json json_of(const std::vector<StoredCsrf>& ways);
std::vector<StoredCsrf> read_csrf(const Node& node);

} // namespace latch::session
