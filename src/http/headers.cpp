// SPDX-License-Identifier: MIT
#include "latch/http/headers.hpp"

#include "latch/base/byte_set.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::http {

namespace {

constexpr base::ByteSet token_characters([](char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
           marks.find(c) != std::string_view::npos;
});

constexpr base::ByteSet value_bytes([](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || c == '\t';
});

auto named(std::string_view name) {
    return [name](const Header& line) { return base::iequals(line.name, name); };
}

/// The first element of a list value: up to a comma that is in no quoted string.
std::string_view first_element(std::string_view list) noexcept {
    bool quoted = false;
    for (std::size_t at = 0; at < list.size(); ++at) {
        if (list[at] == '"') {
            quoted = !quoted;
        } else if (quoted && list[at] == '\\') {
            ++at;
        } else if (!quoted && list[at] == ',') {
            return list.substr(0, at);
        }
    }
    return list;
}

} // namespace

bool is_token(std::string_view name) noexcept {
    return !name.empty() && token_characters.covers(name);
}

bool is_field_value(std::string_view value) noexcept {
    return value_bytes.covers(value);
}

void Headers::add(std::string name, std::string value) {
    lines_.push_back({.name = std::move(name), .value = std::move(value)});
}

void Headers::put_first(std::string name, std::string value) {
    lines_.insert(lines_.begin(), {.name = std::move(name), .value = std::move(value)});
}

void Headers::set(std::string name, std::string value) {
    const auto first = std::ranges::find_if(lines_, named(name));
    if (first == lines_.end()) {
        add(std::move(name), std::move(value));
        return;
    }
    lines_.erase(std::remove_if(std::next(first), lines_.end(), named(name)), lines_.end());
    *first = {.name = std::move(name), .value = std::move(value)};
}

bool Headers::remove(std::string_view name) {
    return std::erase_if(lines_, named(name)) > 0;
}

bool Headers::contains(std::string_view name) const noexcept {
    return std::ranges::any_of(lines_, named(name));
}

std::optional<std::string_view> Headers::find(std::string_view name) const noexcept {
    const auto first = std::ranges::find_if(lines_, named(name));
    return first == lines_.end() ? std::nullopt : std::optional<std::string_view>(first->value);
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const Header& line : lines_) {
        if (base::iequals(line.name, name)) {
            values.emplace_back(line.value);
        }
    }
    return values;
}

std::vector<std::string_view> Headers::list(std::string_view name) const {
    std::vector<std::string_view> elements;
    for (std::string_view rest : all(name)) {
        while (!rest.empty()) {
            const std::string_view element = first_element(rest);
            if (const auto trimmed = base::trim(element); !trimmed.empty()) {
                elements.push_back(trimmed);
            }
            rest.remove_prefix(std::min(element.size() + 1, rest.size()));
        }
    }
    return elements;
}

} // namespace latch::http
