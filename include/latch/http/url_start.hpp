// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::http {

/// Whether two absolute URLs, as they were typed, differ behind their authority alone. Then they
/// have one origin, and `parse_url` takes both or none: of what stands behind it only controls are
/// refused, which neither may have. In doubt they do not.
bool start_alike(std::string_view one, std::string_view other) noexcept;

} // namespace latch::http
