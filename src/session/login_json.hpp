// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

namespace latch::session {

Json json_of(const StoredLogin& login);
StoredLogin read_login(const Node& node);

} // namespace latch::session
