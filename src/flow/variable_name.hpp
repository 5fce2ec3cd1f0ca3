// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::flow {

/// Letters of ASCII, digits and underscores, no digit first.
bool is_variable_name(std::string_view name) noexcept;

} // namespace latch::flow
