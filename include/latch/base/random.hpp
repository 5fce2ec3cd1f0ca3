// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace latch::base {

/// So many bytes of the kernel's randomness, at most 256, as lowercase hexadecimal digits: nobody
/// can foresee them.
std::string random_hex(std::size_t bytes);

} // namespace latch::base
