// SPDX-License-Identifier: MIT
#include "flow/import_json.hpp"

#include "flow/import_text.hpp"

#include "latch/base/text.hpp"

#include <utility>

namespace latch::flow::foreign {

using query::Json;

std::optional<Json> marked_json(std::string_view text) {
    if (base::to_ascii_lower(text).find("\\ufd") != std::string::npos) {
        return std::nullopt;
    }
    auto document = query::parse_json(text);
    return document ? std::optional(*std::move(document)) : std::nullopt;
}

std::string text_at(const Json& object, std::string_view name) {
    const Json* const value = object.find(name);
    const bool is_scalar = value != nullptr && !value->is_null() &&
                           value->as<Json::Array>() == nullptr &&
                           value->as<Json::Object>() == nullptr;
    return is_scalar ? plain(query::to_plain_text(*value)) : "";
}

const Json::Array& array_at(const Json& object, std::string_view name) {
    static const Json::Array nothing;
    const Json* const value = object.find(name);
    const auto* const elements = value != nullptr ? value->as<Json::Array>() : nullptr;
    return elements != nullptr ? *elements : nothing;
}

bool is_true_at(const Json& object, std::string_view name) noexcept {
    const Json* const value = object.find(name);
    const bool* const boolean = value != nullptr ? value->as<bool>() : nullptr;
    return boolean != nullptr && *boolean;
}

} // namespace latch::flow::foreign
