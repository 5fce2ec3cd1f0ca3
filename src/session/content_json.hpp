// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"
#include "session/node.hpp"

#include "latch/session/session.hpp"

/// All members of a session but "latch".
namespace latch::session {

/// What nobody knows is kept.
void read_content(Members& members, Session& session);

void add_content(Json& json, const Session& session);

} // namespace latch::session
