// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// The JSON document with the keys of every object in the order of their bytes, without blanks.
///
/// Scalars stay as they are, and so do equal keys among themselves. Nothing if it is not one
/// document, or nested more deeply than JsonText goes.
std::optional<std::string> sorted_json(std::string_view text);

} // namespace latch::output
