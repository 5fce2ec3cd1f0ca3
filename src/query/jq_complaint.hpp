// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace latch::query {

/// What helps of what libjq says where a program does not compile: the reason and the place, in one
/// line. "syntax error, unexpected $end at line 1" is left of
///
///     jq: error: syntax error, unexpected $end (Unix shell quoting issues?) at <top-level>, line
///     1: .a |
std::string jq_complaint(std::string_view said);

} // namespace latch::query
