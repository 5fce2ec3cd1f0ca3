// SPDX-License-Identifier: MIT
#include "output/json_document.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace latch::output {

namespace {

using WideJson = nlohmann::
    basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, long double>;

} // namespace

/// The library would skip a mark, and whoever shows the text would not.
bool is_json_document(std::string_view text) {
    return !text.starts_with("\xef\xbb\xbf") && WideJson::accept(text);
}

void append_without_blanks(std::string& out, std::string_view json) {
    bool is_inside_string = false;
    bool is_escaped = false;
    for (const char c : json) {
        if (is_inside_string || std::string_view(" \t\r\n").find(c) == std::string_view::npos) {
            out += c;
        }
        if (c == '"' && !is_escaped) {
            is_inside_string = !is_inside_string;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
}

} // namespace latch::output
