// SPDX-License-Identifier: MIT
#pragma once

#include "latch/query/json.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Foreign JSON. Lenient looks into a foreign JSON document: what is not there is empty.
namespace latch::flow::foreign {

/// A text that may have marks, as JSON; nothing for what is none, and for one whose escapes could
/// name marks that are none.
std::optional<query::Json> marked_json(std::string_view text);

/// The text under a name, without marks; a number or a boolean as it is written. Empty if there is
/// none.
std::string text_at(const query::Json& object, std::string_view name);

/// The elements of the array under a name; none if there is no such.
const query::Json::Array& array_at(const query::Json& object, std::string_view name);

/// Whether there is `true` under the name.
bool is_true_at(const query::Json& object, std::string_view name) noexcept;

} // namespace latch::flow::foreign
