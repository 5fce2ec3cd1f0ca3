// SPDX-License-Identifier: MIT
#include "query/json_parts.hpp"

#include "query/wide_json.hpp"

#include <algorithm>
#include <cstddef>

namespace latch::query {

namespace {

constexpr std::string_view blanks = " \t\r\n";

void skip_blanks(std::string_view& rest) noexcept {
    rest.remove_prefix(std::min(rest.find_first_not_of(blanks), rest.size()));
}

/// How long the string is that begins here, with its quotes.
std::size_t length_of_string(std::string_view rest) noexcept {
    std::size_t at = 1;
    while (rest[at] != '"') {
        at += rest[at] == '\\' ? 2U : 1U;
    }
    return at + 1;
}

std::size_t length_of_composite(std::string_view rest) noexcept {
    std::size_t depth = 0;
    for (std::size_t at = 0;;) {
        switch (rest[at]) {
        case '"':
            at += length_of_string(rest.substr(at));
            continue;
        case '{':
        case '[':
            ++depth;
            break;
        case '}':
        case ']':
            --depth;
            break;
        default:
            break;
        }
        ++at;
        if (depth == 0) {
            return at;
        }
    }
}

/// Takes the value that comes next, with the blanks before it.
std::string_view take_value(std::string_view& rest) noexcept {
    skip_blanks(rest);
    std::size_t length = 0;
    switch (rest.front()) {
    case '"':
        length = length_of_string(rest);
        break;
    case '{':
    case '[':
        length = length_of_composite(rest);
        break;
    default:
        length = std::min(rest.find_first_of(",]} \t\r\n"), rest.size());
    }
    const std::string_view value = rest.substr(0, length);
    rest.remove_prefix(length);
    return value;
}

/// Takes the bracket, comma or colon that comes next; whether a value follows it.
bool go_on(std::string_view& rest) noexcept {
    skip_blanks(rest);
    const bool is_end = rest.front() == ']' || rest.front() == '}';
    rest.remove_prefix(1);
    skip_blanks(rest);
    return !is_end && !rest.starts_with(']') && !rest.starts_with('}');
}

} // namespace

/// The library would skip a byte order mark, and the text goes on to where one is no JSON.
bool is_json(std::string_view text) {
    return !text.starts_with("\xef\xbb\xbf") && WideJson::accept(text);
}

std::vector<JsonMember> json_members(std::string_view value) {
    std::vector<JsonMember> members;
    if (!is_json_object(value)) {
        return members;
    }
    std::string_view rest = value;
    while (go_on(rest)) {
        const std::string_view name = take_value(rest);
        go_on(rest);
        members.push_back({.name = name.substr(1, name.size() - 2), .value = take_value(rest)});
    }
    return members;
}

std::vector<std::string_view> json_elements(std::string_view value) {
    std::vector<std::string_view> elements;
    if (!is_json_array(value)) {
        return elements;
    }
    std::string_view rest = value;
    while (go_on(rest)) {
        elements.push_back(take_value(rest));
    }
    return elements;
}

std::string_view json_member(std::string_view object, std::string_view name) {
    for (const JsonMember& member : json_members(object)) {
        if (member.name == name) {
            return member.value;
        }
    }
    return {};
}

std::optional<std::string> json_string(std::string_view value) {
    if (!value.starts_with('"')) {
        return std::nullopt;
    }
    return nlohmann::json::parse(value).get<std::string>();
}

} // namespace latch::query
