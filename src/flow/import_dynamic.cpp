// SPDX-License-Identifier: MIT
#include "flow/import_dynamic.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace latch::flow::foreign {

namespace {

/// Those that have no arguments.
constexpr auto simple_values = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"$uuid", "uuid"},
    {"$guid", "uuid"},
    {"$random.uuid", "uuid"},
    {"$randomUUID", "uuid"},
    {"$timestamp", "now %s"},
    {"$isoTimestamp", "now %FT%TZ"},
    {"$randomInt", "randint 0 1000"},
});

/// The words of "$randomInt 1 9" and of "$random.integer(1, 9)".
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of(" \t(),"), text.size());
        if (end != 0) {
            words.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

bool is_number(std::string_view text) noexcept {
    return base::parse_decimal(text.substr(text.starts_with('-') ? 1 : 0)).has_value();
}

bool is_environment_name(std::string_view text) noexcept {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '_';
    });
}

std::optional<std::string> with_arguments(const std::vector<std::string_view>& words) {
    const std::string_view name = words.front();
    const bool is_range = name == "$randomInt" || name == "$random.integer";
    if (is_range && words.size() == 3 && is_number(words[1]) && is_number(words[2])) {
        return "randint " + std::string(words[1]) + ' ' + std::string(words[2]);
    }
    if (name == "$random.alphanumeric" && words.size() == 2 && base::parse_decimal(words[1])) {
        return "random " + std::string(words[1]);
    }
    if (name == "$processEnv" && words.size() == 2 && is_environment_name(words[1])) {
        return "env " + std::string(words[1]);
    }
    if (name == "$dotenv" && words.size() == 2) {
        return variable_name(words[1]);
    }
    constexpr std::string_view environment = "$env.";
    if (name.starts_with(environment) && words.size() == 1 &&
        is_environment_name(name.substr(environment.size()))) {
        return "env " + std::string(name.substr(environment.size()));
    }
    return std::nullopt;
}

std::optional<std::string> dynamic_value(std::string_view inside) {
    const auto* const found = std::ranges::find(
        simple_values, inside, &std::pair<std::string_view, std::string_view>::first
    );
    return found != simple_values.end() ? std::optional(std::string(found->second))
                                        : with_arguments(words_of(inside));
}

} // namespace

std::string template_of(std::string_view inside, const Origin& at, Translation& out) {
    if (!inside.starts_with('$') || inside.size() == 1) {
        return placeholder(variable_name(inside));
    }
    if (const auto value = dynamic_value(inside)) {
        return placeholder(*value);
    }
    const std::string name = variable_name(words_of(inside).front().substr(1));
    out.drop(at, "that {{$" + name + "}} is made anew; it is a variable now");
    return placeholder(name);
}

std::string text_of(std::string_view characters, const Origin& at, Translation& out) {
    return with_placeholders(characters, [&](std::string_view inside) {
        return template_of(inside, at, out);
    });
}

} // namespace latch::flow::foreign
