// SPDX-License-Identifier: MIT
#include "flow/variable_name.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::flow {

bool is_variable_name(std::string_view name) noexcept {
    const auto may_go_on = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
    };
    return !name.empty() && !base::is_ascii_digit(name.front()) &&
           std::ranges::all_of(name, may_go_on);
}

} // namespace latch::flow
