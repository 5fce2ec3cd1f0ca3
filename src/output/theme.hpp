// SPDX-License-Identifier: MIT
#pragma once

#include "latch/output/rendering.hpp"
#include "latch/output/style.hpp"

#include <array>
#include <cstddef>

namespace latch::output {

inline constexpr std::size_t role_count = static_cast<std::size_t>(Role::notice) + 1;

/// An escape sequence of up to sixteen bytes.
///
/// It sets the foreground and nothing else, so that one replaces another without a reset between.
struct Look {
    std::array<char, 16> bytes{};
    std::size_t size = 0;
};

/// How each role looks. Roles that look alike share one Look.
using Looks = std::array<const Look*, role_count>;

class Theme {
public:
    constexpr explicit Theme(const Looks& looks) noexcept : looks_(looks) {}

    constexpr const Look* look(Role role) const noexcept {
        return looks_[static_cast<std::size_t>(role)];
    }

private:
    Looks looks_;
};

/// Nothing for every role.
const Theme& colorless() noexcept;

/// HTTPie's `auto`: the sixteen colours that the user chose for the terminal.
const Theme& sixteen_colors() noexcept;

/// How a style looks on a terminal with 256 colours.
const Theme& theme_of(Style style) noexcept;

} // namespace latch::output
