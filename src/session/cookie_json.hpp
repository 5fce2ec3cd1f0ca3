// SPDX-License-Identifier: MIT
#pragma once

#include "session/node.hpp"

#include "latch/http/cookie.hpp"

namespace latch::session {

Json json_of(const http::Cookie& cookie);

/// A cookie that could have come from a server: its bytes cannot split a header, its domain is
/// nobody else's.
http::Cookie read_cookie(const Node& node);

} // namespace latch::session
