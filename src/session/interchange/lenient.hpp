// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include <string>
#include <string_view>

/// JSON that other programs wrote, where what is missing or of another type counts as empty.
namespace latch::session::interchange {

/// The member; null if there is none.
const Json& member(const Json& object, std::string_view name);

/// The text of a member; empty if it is no text.
std::string text_at(const Json& object, std::string_view name);

/// The member if it is an array; an empty array if it is none.
const Json& list_at(const Json& object, std::string_view name);

} // namespace latch::session::interchange
