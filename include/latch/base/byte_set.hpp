// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <string_view>

namespace latch::base {

/// A set of bytes, made by the compiler: whether one is in it costs one look.
class ByteSet {
public:
    /// Those for which `rule` holds.
    template <class Rule>

    requires requires(Rule rule) {
        { rule('a') } -> std::same_as<bool>;
    }

    constexpr explicit ByteSet(Rule rule) {
        for (unsigned byte = 0; byte < is_in_.size(); ++byte) {
            is_in_[byte] = rule(static_cast<char>(byte));
        }
    }

    constexpr bool contains(char byte) const noexcept {
        return is_in_[static_cast<unsigned char>(byte)];
    }

    /// Whether it has all bytes of a text.
    constexpr bool covers(std::string_view text) const noexcept {
        return std::ranges::all_of(text, [this](char byte) { return contains(byte); });
    }

private:
    std::array<bool, 256> is_in_{};
};

} // namespace latch::base
