// SPDX-License-Identifier: MIT
#pragma once

#include <functional>

namespace latch::test {

/// Whether `claim` holds in a child process, which may change what belongs to the whole process:
/// variables, descriptors, umask, working directory. No assertions in there: they would be lost.
bool in_child(const std::function<bool()>& claim);

} // namespace latch::test
