// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/// What stands between semicolons in a field value.
namespace latch::http {

/// Cuts the next one off `rest`: up to a semicolon that is in no quoted string.
std::string_view take_parameter(std::string_view& rest) noexcept;

/// The text of a token or a quoted string (RFC 9110, 5.6.4).
std::string unquoted(std::string_view value);

} // namespace latch::http
