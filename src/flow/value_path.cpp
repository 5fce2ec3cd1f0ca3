// SPDX-License-Identifier: MIT
#include "flow/value_path.hpp"

#include "flow/variable_name.hpp"

#include "latch/base/likeness.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using query::Json;

std::string meant_by(std::string_view typed, const std::vector<std::string>& names) {
    return base::did_you_mean(base::nearest_words(typed, names, base::allowed_slips(typed.size())));
}

Error no_member(std::string_view of, std::string_view name, const Json::Object& object) {
    std::vector<std::string> names;
    for (const Json::Member& member : object) {
        names.push_back(member.first);
    }
    return Error(ErrorKind::usage, std::string(of) + " has no member " + std::string(name))
        .hinting(meant_by(name, names));
}

/// The member or element of a value; `of` is how that value was named.
Result<const Json*> part_of(const Json& value, std::string_view of, std::string_view name) {
    if (const auto* const object = value.as<Json::Object>()) {
        const Json* const member = value.find(name);
        return member != nullptr ? Result<const Json*>(member) : no_member(of, name, *object);
    }
    const auto* const array = value.as<Json::Array>();
    if (array == nullptr) {
        return Error(
            ErrorKind::usage,
            std::string(of) + " is of type " + std::string(value.type()) + " and has no member " +
                std::string(name)
        );
    }
    const auto index = base::parse_decimal(name);
    if (!index || *index >= array->size()) {
        return Error(
            ErrorKind::usage,
            std::string(of) + " has no element " + std::string(name) + ", it is an array of " +
                std::to_string(array->size())
        );
    }
    return &(*array)[*index];
}

} // namespace

std::string_view variable_of(std::string_view path) noexcept {
    return path.substr(0, path.find('.'));
}

bool looks_like_path(std::string_view word) noexcept {
    const auto is_plain = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
               static_cast<unsigned char>(c) >= 0x80 ||
               std::string_view("_-.").find(c) != std::string_view::npos;
    };
    return is_variable_name(variable_of(word)) && std::ranges::all_of(word, is_plain) &&
           !word.ends_with('.') && word.find("..") == std::string_view::npos;
}

Result<Value> value_at(std::string_view path, const Variables& variables) {
    if (path.ends_with('.') || path.find("..") != std::string_view::npos) {
        return Error(ErrorKind::usage, "a name is missing at a point of " + std::string(path));
    }
    const std::string_view name = variable_of(path);
    const Value* const variable = variables.find(name);
    if (variable == nullptr) {
        return Error(ErrorKind::usage, "there is no variable " + std::string(name))
            .hinting(meant_by(name, variables.names()));
    }
    const Json* json = &variable->json;
    for (std::size_t at = name.size(); at < path.size();) {
        const std::size_t end = std::min(path.find('.', at + 1), path.size());
        const auto part = part_of(*json, path.substr(0, at), path.substr(at + 1, end - at - 1));
        if (!part) {
            return part.error();
        }
        json = *part;
        at = end;
    }
    return Value{.json = *json, .is_untyped = variable->is_untyped};
}

} // namespace latch::flow
