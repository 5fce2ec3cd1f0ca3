// SPDX-License-Identifier: MIT
#include "http/parameters.hpp"

#include <algorithm>

namespace latch::http {

std::string_view take_parameter(std::string_view& rest) noexcept {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < rest.size() && (quoted || rest[end] != ';'); ++end) {
        if (rest[end] == '"') {
            quoted = !quoted;
        } else if (quoted && rest[end] == '\\') {
            ++end;
        }
    }
    const std::string_view parameter = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return parameter;
}

std::string unquoted(std::string_view value) {
    if (!value.starts_with('"')) {
        return std::string(value);
    }
    std::string text;
    for (std::size_t at = 1; at < value.size() && value[at] != '"'; ++at) {
        at += value[at] == '\\' && at + 1 < value.size() ? 1U : 0U;
        text += value[at];
    }
    return text;
}

} // namespace latch::http
