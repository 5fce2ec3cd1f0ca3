// SPDX-License-Identifier: MIT
#include "latch/query/health.hpp"

#include "query/json_parts.hpp"

namespace latch::query {

namespace {

/// A word, not a sentence: what is longer is about something else.
constexpr std::size_t longest_status = 40;

std::string status_of(std::string_view object) {
    auto status = json_string(json_member(object, "status"));
    return status && status->size() <= longest_status ? *std::move(status) : std::string();
}

} // namespace

std::optional<Health> read_health(std::string_view text) {
    if (!is_json(text)) {
        return std::nullopt;
    }
    text.remove_prefix(text.find_first_not_of(" \t\r\n"));
    Health health{.status = status_of(text), .down = {}};
    if (health.status.empty()) {
        return std::nullopt;
    }
    for (const JsonMember& component : json_members(json_member(text, "components"))) {
        if (is_down(status_of(component.value))) {
            health.down.push_back(json_string('"' + std::string(component.name) + '"').value_or("")
            );
        }
    }
    return health;
}

bool is_down(std::string_view status) noexcept {
    return status == "DOWN" || status == "OUT_OF_SERVICE";
}

} // namespace latch::query
