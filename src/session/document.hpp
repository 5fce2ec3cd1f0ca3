// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace latch::session {

/// Members stay in the order of the file.
using Json = nlohmann::ordered_json;

/// The tree as text, indented, with a final line end. Controls are escaped, C1 and DEL as well,
/// which JSON leaves as they are: the text can be shown on a terminal.
std::string text_of(const Json& json);

/// JSON text as a tree. Errors (`bad_session`, naming the file): text that is no JSON, with the
/// byte; nesting or size beyond what a session needs; a member that occurs twice, of which the
/// library would silently keep the last.
base::Result<Json> parse_document(std::string_view text, std::string_view name);

/// What to try where a file holds something wrong.
inline constexpr std::string_view how_to_mend = "mend it there; it has not been changed";

/// "cannot use the session file NAME", because of `why`.
base::Error unusable(std::string_view name, std::string why);

} // namespace latch::session
