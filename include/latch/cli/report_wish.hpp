// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace latch::cli {

/// A report of what came of the requests.
struct ReportWish {
    enum class Kind : std::uint8_t { junit, tap, json, html, github };
    Kind kind = Kind::junit;
    std::string file{}; ///< empty: standard output, which then has nothing else

    bool operator==(const ReportWish&) const = default;
};

} // namespace latch::cli
