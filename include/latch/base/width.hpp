// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace latch::base {

/// How many columns of a terminal a text takes: two for wide characters of East Asia, none for
/// combining ones. The text is UTF-8 without controls; what is malformed counts a column a byte.
std::size_t display_width(std::string_view utf8) noexcept;

} // namespace latch::base
