// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace latch::test {

/// So many bytes, not all the same, so that a piece in the wrong place is seen.
inline std::string numbered(std::size_t size) {
    std::string bytes;
    for (std::size_t line = 0; bytes.size() < size; ++line) {
        bytes += std::to_string(line) + "\n";
    }
    bytes.resize(size);
    return bytes;
}

} // namespace latch::test
