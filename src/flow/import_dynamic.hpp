// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_text.hpp"

#include <string>
#include <string_view>

namespace latch::flow::foreign {

/// The template for what stands between the braces of .http files and of Postman: a variable, or a
/// value that is made anew each time (`$guid`). Of values that latch does not make it becomes a
/// variable that somebody has to give, and that is dropped.
std::string template_of(std::string_view inside, const Origin& at, Translation& out);

/// A text with all of them.
std::string text_of(std::string_view characters, const Origin& at, Translation& out);

} // namespace latch::flow::foreign
