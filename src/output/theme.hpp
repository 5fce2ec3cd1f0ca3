// SPDX-License-Identifier: MIT
#pragma once

#include "latch/output/rendering.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace latch::output {

inline constexpr std::size_t role_count = static_cast<std::size_t>(Role::notice) + 1;

/// The escape sequence that begins each role.
///
/// Every sequence sets the foreground and nothing else, so that one replaces another without a
/// reset in between. Roles that look alike share one sequence: the same pointer.
class Theme {
public:
    using Looks = std::array<std::string_view, role_count>;

    constexpr explicit Theme(const Looks& looks) noexcept : looks_(looks) {}

    constexpr std::string_view look(Role role) const noexcept {
        return looks_[static_cast<std::size_t>(role)];
    }

private:
    Looks looks_;
};

/// Nothing for every role.
const Theme& colorless() noexcept;

/// HTTPie's `auto`: the sixteen colours that the user chose for the terminal.
const Theme& sixteen_colors() noexcept;

} // namespace latch::output
