// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace latch::request {

/// Two lines: the text around byte `at` of `utf8`, safe for a terminal and on one line, and carets
/// under the `length` bytes there, one for each column and at least one; an ellipsis where the text
/// was cut.
std::string caret_lines(std::string_view utf8, std::size_t at, std::size_t length = 0);

} // namespace latch::request
