// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::test {

/// Checks that `actual` is what the file `name` below tests/golden holds, byte for byte.
///
/// With LATCH_UPDATE_GOLDEN in the environment the file is written instead; look at the change
/// before you commit it.
void check_golden(std::string_view name, std::string_view actual);

} // namespace latch::test
