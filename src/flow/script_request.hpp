// SPDX-License-Identifier: MIT
#pragma once

#include "flow/reading.hpp"

#include "latch/flow/script.hpp"

#include <cstddef>

namespace latch::flow {

/// Whether a title begins a line there: `###`, but no longer row of them.
bool is_title(const Reading& reading, std::size_t at) noexcept;

/// A request's title and tags as the line says that `at` is on.
Request read_title(Reading& reading, std::size_t at);

/// Reads the words of the request that begins there. Where it ends; there are no words if there is
/// something wrong with it that leaves none.
std::size_t read_request(Reading& reading, std::size_t at, Phrase& phrase);

} // namespace latch::flow
