// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The parts of a JSON text, each as it was sent. All but the first function take it for granted
/// that the text is JSON.
namespace latch::query {

/// Whether the UTF-8 text is one JSON document and nothing else; numbers beyond double are numbers.
bool is_json(std::string_view text);

struct JsonMember {
    std::string_view name; ///< without its quotes
    std::string_view value;
};

/// Of an object, in order; none of anything else.
std::vector<JsonMember> json_members(std::string_view value);

/// Of an array, in order; none of anything else.
std::vector<std::string_view> json_elements(std::string_view value);

/// The value of the first member of that name; empty if there is none.
std::string_view json_member(std::string_view object, std::string_view name);

/// What a JSON string says; nothing for any other value.
std::optional<std::string> json_string(std::string_view value);

constexpr bool is_json_array(std::string_view value) noexcept {
    return value.starts_with('[');
}

constexpr bool is_json_object(std::string_view value) noexcept {
    return value.starts_with('{');
}

} // namespace latch::query
