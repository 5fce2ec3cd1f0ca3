// SPDX-License-Identifier: MIT
#pragma once

#include "flow/reading.hpp"

#include "latch/flow/script.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace latch::flow {

/// A text while it is put together: what is read of it, and its templates.
struct Draft {
    std::string& text;
    std::vector<Template>& templates;
};

/// Reads what braces mean where they stand: `{{…}}` becomes a hole, `\{{` two braces. Where it
/// ends; nothing if there are none. Braces that are wrong are noted and left out of the text.
std::optional<std::size_t> take_braces(Reading& reading, std::size_t at, Draft draft);

/// A part of the file in which nothing but braces has a meaning.
Text read_text(Reading& reading, Range range);

/// What is left of a line without the blanks around it and without a comment: `#` at its beginning
/// or after a blank, but for quotes that close on the line and templates.
Range rest_of_line(const Reading& reading, std::size_t at);

/// The text in quotes, if a pair of them is all there is; else the text as it is.
Text read_value(Reading& reading, Range range);

} // namespace latch::flow
