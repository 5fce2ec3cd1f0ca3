// SPDX-License-Identifier: MIT
#include "output/json_lines.hpp"

#include <algorithm>

namespace latch::output {

void JsonLines::feed(std::string_view bytes) {
    if (line_end_ == LineEnd::nothing) {
        json_.feed(bytes);
        return;
    }
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view line =
            bytes.substr(0, end == std::string_view::npos ? end : end + 1);
        json_.feed(line); // with its LF, before which a CR is harmless
        bytes.remove_prefix(line.size());
        const bool ends = line_end_ == LineEnd::end_of_documents || json_.is_broken();
        if (end != std::string_view::npos && ends) {
            begin_anew();
        }
    }
}

/// The formatter drops the line ends between documents.
void JsonLines::begin_anew() {
    json_.finish();
    if (!painter_->out().at_line_start()) {
        painter_->put(Role::plain, "\n");
    }
    json_ = fresh_;
}

} // namespace latch::output
