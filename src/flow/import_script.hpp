// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_text.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

/// The few things that scripts of IntelliJ and Postman do all the time: check a status, keep a
/// value. Nothing is executed.
namespace latch::flow::foreign {

struct Statement {
    std::string_view text; ///< without blanks around it and without its semicolon
    std::size_t line;      ///< in the script, from 1
};

/// The statements of a script in JavaScript, comments left out. In place of a test stand those of
/// its function.
std::vector<Statement> statements_of(std::string_view script);

/// Adds to the wish what the script says and a flow can say, too: captures and expectations. What
/// else it does is dropped, with its line if the origin has one: that of the script's first line.
void take_script(std::string_view script, Wish& wish, const Origin& at, Translation& out);

} // namespace latch::flow::foreign
