// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::query {

/// What a service says of itself: Spring's health endpoint, MicroProfile's, and what looks alike.
struct Health {
    std::string status;            ///< "UP", "DOWN", "OUT_OF_SERVICE", "UNKNOWN", or its own
    std::vector<std::string> down; ///< the components that are down, as far as it tells

    bool operator==(const Health&) const = default;
};

/// The health that the JSON of an answer tells; nothing if it is no object with a `status` that is
/// a short text.
std::optional<Health> read_health(std::string_view text);

/// Whether that word says that a service takes no requests: the two that Spring answers with 503.
bool is_down(std::string_view status) noexcept;

} // namespace latch::query
