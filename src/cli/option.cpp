// SPDX-License-Identifier: MIT
#include "cli/option.hpp"

#include <algorithm>

namespace latch::cli {

const Option* find_option(std::string_view typed) {
    const auto is_it = [&](const Option& option) {
        return typed == spelled(option) || typed == spelled_no(option) ||
               (typed.size() == 2 && typed[0] == '-' && typed[1] == letter(option));
    };
    const auto options = all_options();
    const auto found = std::ranges::find_if(options, is_it);
    return found == options.end() ? nullptr : &*found;
}

std::string spelled(const Option& option) {
    return "--" + std::string(long_name(option));
}

std::string value_form(const Option& option) {
    const std::string name(option.value.name);
    return takes_word(option) ? ' ' + name : is_flag(option) ? "" : "[=" + name + ']';
}

std::string spelled_no(const Option& option) {
    return "--no-" + std::string(long_name(option));
}

} // namespace latch::cli
