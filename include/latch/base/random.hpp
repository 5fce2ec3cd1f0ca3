// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace latch::base {

/// So many bytes of the kernel's randomness, at most 256: nobody can foresee them.
std::string random_octets(std::size_t count);

/// The same as lowercase hexadecimal digits.
std::string random_hex(std::size_t bytes);

/// From 0 to below 1.
double random_fraction();

} // namespace latch::base
