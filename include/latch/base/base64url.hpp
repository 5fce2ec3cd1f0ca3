// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::base {

/// Base64 for URLs (RFC 4648, 5) without padding.
std::string base64url_encode(std::string_view bytes);

/// The bytes behind base64 for URLs (RFC 4648, 5) without padding, as tokens have it; nothing if a
/// character or the length is wrong.
std::optional<std::string> base64url_decode(std::string_view text);

} // namespace latch::base
