// SPDX-License-Identifier: MIT
#include "latch/base/random.hpp"

#include "latch/base/text.hpp"

#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace latch::base {

std::string random_octets(std::size_t count) {
    std::string noise(count, '\0');
    // Up to 256 bytes come whole and without a wait, once the system has booted.
    while (::getrandom(noise.data(), noise.size(), 0) < 0) {
        if (errno != EINTR) {
            throw std::system_error(
                errno, std::system_category(), "the kernel gives no randomness"
            );
        }
    }
    return noise;
}

std::string random_hex(std::size_t bytes) {
    return to_hex(random_octets(bytes));
}

double random_fraction() {
    constexpr double values = 256;
    double fraction = 0;
    for (const char octet : random_octets(4)) {
        fraction = (fraction + static_cast<unsigned char>(octet)) / values;
    }
    return fraction;
}

} // namespace latch::base
