// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/interchange.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace latch::test {

/// A foreign text and what has to become of it.
struct ImportCase {
    std::string_view why, text, flow;
    std::string_view dropped = {}; ///< a line each
};

/// The flow and, behind a line of dashes, what was dropped; or the error in one line.
inline std::string drawn_import(std::string_view text, flow::Foreign kind) {
    const auto imported = flow::import_flow(text, kind);
    if (!imported) {
        return "error: " + imported.error().what();
    }
    std::string drawn = imported->flow;
    for (const std::string& each : imported->dropped) {
        drawn += "-- " + each + '\n';
    }
    return drawn;
}

inline std::string expected_import(const ImportCase& c) {
    std::string expected(c.flow);
    std::string_view rest = c.dropped;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        expected.append("-- ").append(rest.substr(0, end)).append("\n");
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return expected;
}

} // namespace latch::test
