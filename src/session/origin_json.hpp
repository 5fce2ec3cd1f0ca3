// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

namespace latch::session {

Json json_of(const OriginState& state);

/// The state of one origin; its name is the last part of the node's path.
OriginState read_origin(const std::string& name, const Node& node);

} // namespace latch::session
