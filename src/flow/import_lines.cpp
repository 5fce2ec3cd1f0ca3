// SPDX-License-Identifier: MIT
#include "flow/import_lines.hpp"

#include "latch/base/text.hpp"

namespace latch::flow::foreign {

std::vector<Line> lines_in(std::string_view content) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    content.remove_prefix(content.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::vector<Line> lines;
    for (std::string_view text : base::split(content, '\n')) {
        text.remove_suffix(text.ends_with('\r') ? 1 : 0);
        lines.push_back({.number = lines.size() + 1, .text = text});
    }
    return lines;
}

} // namespace latch::flow::foreign
