// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

namespace latch::session {

Json json_of(const StoredNonce& stored);
StoredNonce read_nonce(const Node& node);

} // namespace latch::session
