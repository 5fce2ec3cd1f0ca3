// SPDX-License-Identifier: MIT
#include "app/flows/picker.hpp"

#include "app/flows/wording.hpp"

#include <algorithm>

namespace latch::app {

bool is_called(const flow::Request& request, const std::string& name) {
    const bool has_title = !request.title.text.empty();
    const std::string first = std::to_string(request.phrase.places.front().line);
    return name == first || (has_title && (name == std::to_string(request.title.at.line) ||
                                           name == as_written(request.title)));
}

bool Picker::picks(const flow::Request& request) {
    const auto& [only, from, tags] = selection_;
    has_begun_ = has_begun_ || !from || is_called(request, *from);
    const auto is_it = [&](const std::string& name) { return is_called(request, name); };
    const auto is_tagged = [&](const std::string& tag) {
        return std::ranges::count(request.tags, tag) > 0;
    };
    return has_begun_ && (only.empty() || std::ranges::any_of(only, is_it)) &&
           (tags.empty() || std::ranges::any_of(tags, is_tagged));
}

} // namespace latch::app
