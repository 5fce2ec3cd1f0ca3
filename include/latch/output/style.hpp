// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace latch::output {

/// The colour schemes of --style.
enum class Style : std::uint8_t {
    automatic, ///< the sixteen colours that the user chose for the terminal
    pie,
    pie_dark,
    pie_light,
    solarized,
    monokai,
    fruity,
};

} // namespace latch::output
