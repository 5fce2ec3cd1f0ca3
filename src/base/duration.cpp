// SPDX-License-Identifier: MIT
#include "latch/base/duration.hpp"

#include <cstdint>

namespace latch::base {

std::string decimal_seconds(std::chrono::milliseconds duration) {
    constexpr std::int64_t second = 1000;
    std::string text = std::to_string(duration.count() / second);
    if (const std::int64_t rest = duration.count() % second; rest != 0) {
        std::string fraction = std::to_string(second + rest).substr(1);
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += '.' + fraction;
    }
    return text;
}

} // namespace latch::base
