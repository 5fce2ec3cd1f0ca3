// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::http {

/// The file name that a `Content-Disposition` suggests, in UTF-8 (RFC 6266); nothing if it names
/// none. `filename*` (RFC 8187) beats `filename`, unless its charset is neither UTF-8 nor
/// ISO-8859-1 or its bytes are not of that charset. A plain name that is not UTF-8 is ISO-8859-1.
///
/// It is what the server says, and nothing that a file may be called without looking: it can hold
/// slashes, controls, "..".
std::optional<std::string> suggested_file_name(std::string_view disposition);

} // namespace latch::http
