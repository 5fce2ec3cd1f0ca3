// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/hash.hpp"
#include "latch/http/request.hpp"

#include <string>

namespace latch::client {

/// The hash of a body, which is read for it where it is a file. Errors: `usage` for a body that can
/// be read only once; `file`.
base::Result<std::string> entity_hash(base::HashFunction function, const http::Body& body);

} // namespace latch::client
