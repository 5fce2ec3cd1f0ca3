// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace latch::flow::foreign {

/// A part of a text: characters, or what stands in a template.
struct Part {
    std::string_view text; ///< points into the whole
    bool is_template = false;
};

std::vector<Part> parts_of(std::string_view text);

} // namespace latch::flow::foreign
