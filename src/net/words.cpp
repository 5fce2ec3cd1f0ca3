// SPDX-License-Identifier: MIT
#include "net/words.hpp"

#include "latch/base/duration.hpp"
#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

namespace latch::net {

std::string words(const std::error_code& error) {
    const bool by_errno =
        error.category() == std::system_category() || error.category() == std::generic_category();
    if (by_errno) {
        return base::system_words(error.value());
    }
    return error.message();
}

std::string words(std::chrono::milliseconds duration) {
    return duration < std::chrono::seconds(1) ? std::to_string(duration.count()) + " ms"
                                              : base::decimal_seconds(duration) + " s";
}

std::string byte_count(std::uint64_t count) {
    return base::counted(count, "byte");
}

} // namespace latch::net
