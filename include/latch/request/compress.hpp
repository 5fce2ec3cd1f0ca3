// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/request/spec.hpp"

#include <filesystem>

namespace latch::request {

/// Deflates the body of a request, which must be replayable and not joined, and says so in
/// Content-Encoding; leaves it as it is if `if_smaller` wants that. What is large goes through a
/// temporary file in `folder`. Errors: `file`.
base::Result<void>
compress(http::Request& request, Compression wish, const std::filesystem::path& folder);

} // namespace latch::request
