// SPDX-License-Identifier: MIT
#pragma once

#include "latch/output/plan.hpp"

#include <string>

namespace latch::test {

/// The parts as --print has them: "HBhb".
inline std::string letters(const output::Parts& parts) {
    std::string text;
    text += parts.request_head ? "H" : "";
    text += parts.request_body ? "B" : "";
    text += parts.response_head ? "h" : "";
    text += parts.response_body ? "b" : "";
    text += parts.meta ? "m" : "";
    return text;
}

} // namespace latch::test
