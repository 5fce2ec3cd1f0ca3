// SPDX-License-Identifier: MIT
#include "flow/import_path.hpp"

#include "flow/import_text.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::flow::foreign {

namespace {

bool is_name_part(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
}

/// A member of an object; jq has names without quotes only where they look like one.
std::string member(std::string_view name) {
    const bool is_plain =
        !base::is_ascii_digit(name.front()) && std::ranges::all_of(name, is_name_part);
    return is_plain ? '.' + std::string(name) : '[' + json_text(name) + ']';
}

std::optional<std::string> dotted(std::string_view& steps) {
    const std::size_t end = std::min(steps.find_first_of(".[", 1), steps.size());
    const std::string_view name = steps.substr(1, end - 1);
    steps.remove_prefix(end);
    if (name == "*") {
        return "[]";
    }
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_name_part(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
    });
    return is_name ? std::optional(member(name)) : std::nullopt;
}

std::optional<std::string> bracketed(std::string_view& steps) {
    const char quote = steps.size() > 1 ? steps[1] : '\0';
    const bool is_quoted = quote == '\'' || quote == '"';
    const std::size_t end = is_quoted ? steps.find(std::string{quote, ']'}, 2) : steps.find(']');
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t first = is_quoted ? 2 : 1;
    const std::string_view inside = steps.substr(first, end - first);
    steps.remove_prefix(end + first);
    if (is_quoted) {
        const bool is_simple =
            !inside.empty() && inside.find_first_of("\\'\"") == std::string_view::npos;
        return is_simple ? std::optional(member(inside)) : std::nullopt;
    }
    if (inside == "*") {
        return "[]";
    }
    const std::string_view digits = inside.substr(inside.starts_with('-') ? 1 : 0);
    return base::parse_decimal(digits) ? std::optional('[' + std::string(inside) + ']')
                                       : std::nullopt;
}

} // namespace

std::optional<std::string> jq_path(std::string_view steps) {
    std::string filter;
    bool has_many = false;
    while (!steps.empty()) {
        std::optional<std::string> step;
        if (steps.front() == '.') {
            step = dotted(steps);
        } else if (steps.front() == '[') {
            step = bracketed(steps);
        }
        if (!step) {
            return std::nullopt;
        }
        has_many = has_many || *step == "[]";
        filter += *step;
    }
    if (!filter.starts_with('.')) {
        filter = '.' + filter;
    }
    return has_many ? '[' + filter + ']' : filter;
}

} // namespace latch::flow::foreign
