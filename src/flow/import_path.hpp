// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::flow::foreign {

/// jq for the steps of a path in JSONPath or JavaScript: `.a.b[0]["x y"]`, `.a[*].id`. What may
/// find several is made one array of. Nothing for anything else that a path may have.
std::optional<std::string> jq_path(std::string_view steps);

} // namespace latch::flow::foreign
