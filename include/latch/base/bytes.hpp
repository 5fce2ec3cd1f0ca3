// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>

namespace latch::base {

/// A number of bytes: sizes and limits, so that no one mixes them up with counts or seconds.
struct Bytes {
    std::uint64_t count = 0;

    auto operator<=>(const Bytes&) const = default;
};

constexpr Bytes kibibytes(std::uint64_t n) noexcept {
    return {n * 1024};
}

constexpr Bytes mebibytes(std::uint64_t n) noexcept {
    return {n * 1024 * 1024};
}

} // namespace latch::base
