// SPDX-License-Identifier: MIT
#include "session/interchange/lenient.hpp"

namespace latch::session::interchange {

const Json& member(const Json& object, std::string_view name) {
    static const Json nothing;
    if (!object.is_object()) {
        return nothing;
    }
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string text_at(const Json& object, std::string_view name) {
    const Json& value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

const Json& list_at(const Json& object, std::string_view name) {
    static const Json none = Json::array();
    const Json& value = member(object, name);
    return value.is_array() ? value : none;
}

} // namespace latch::session::interchange
