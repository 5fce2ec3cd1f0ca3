// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace latch::http {

/// The A-label form of a host name in UTF-8 (IDNA 2008, UTS 46 non-transitional: "ß" stays "ß");
/// nothing if it has none. `name` holds no NUL.
std::optional<std::string> to_a_labels(const std::string& name);

} // namespace latch::http
