// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace latch::base {

/// How many descriptors this process may have open. If that is less than `wanted` it is raised, as
/// far as the system lets us; whatever is started from then on inherits it.
std::size_t descriptor_limit(std::size_t wanted);

} // namespace latch::base
