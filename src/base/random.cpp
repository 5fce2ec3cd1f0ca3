// SPDX-License-Identifier: MIT
#include "latch/base/random.hpp"

#include <string_view>
#include <sys/random.h>

namespace latch::base {

std::string random_hex(std::size_t bytes) {
    std::string noise(bytes, '\0');
    // Up to 256 bytes come whole and without a wait, once the system has booted.
    static_cast<void>(::getrandom(noise.data(), noise.size(), 0));
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char c : noise) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

} // namespace latch::base
