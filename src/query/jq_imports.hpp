// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::query {

/// Whether a jq program begins as those do that read other files: `import`, `include`, `module`.
///
/// They stand at the head, behind comments, whose end jq 1.6 sees elsewhere than 1.7 does. So this
/// looks at the beginning of every line, and takes a line of text that begins with `import "` for
/// one, too.
bool imports_modules(std::string_view program);

} // namespace latch::query
