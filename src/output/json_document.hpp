// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace latch::output {

/// Whether the UTF-8 text is one JSON document and nothing else. Numbers beyond double, which
/// servers send, are numbers; a byte order mark is none of JSON's characters.
bool is_json_document(std::string_view text);

/// Appends JSON without the blanks between its tokens; `json` may be cut anywhere but in a string.
void append_without_blanks(std::string& out, std::string_view json);

} // namespace latch::output
