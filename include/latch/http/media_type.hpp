// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::http {

/// The essence of a `Content-Type` and the one parameter that matters for display.
struct MediaType {
    std::string essence; ///< lowercase "type/subtype"
    std::string charset; ///< lowercase, unquoted; empty if not given

    bool operator==(const MediaType&) const = default;
};

/// Nothing if there is no "type/subtype" (RFC 9110, 8.3.1).
std::optional<MediaType> parse_media_type(std::string_view text);

/// The first parameter of that name, unquoted; nothing if there is none.
std::optional<std::string> media_type_parameter(std::string_view text, std::string_view name);

bool is_html(const MediaType& type) noexcept;

} // namespace latch::http
