// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <string_view>

namespace latch::output {

/// Writes JSON laid out for reading, without colours, and a line end. Numbers, keys and their order
/// stay; nothing in it can steer a terminal. Errors: `file`; none if the reader has gone.
base::Result<void> show_json(std::string_view json, const base::Stream& out);

} // namespace latch::output
