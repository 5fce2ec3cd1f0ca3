// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

/// Each takes text that is `visible` already.
///
/// A report may be printed where the runner of GitHub Actions reads along. It takes "::" at the
/// beginning of a line for a command, behind any blanks, and "##[" anywhere: neither is left.
namespace latch::flow {

/// The text with each `from` replaced.
std::string with_replaced(std::string text, std::string_view from, std::string_view to);

/// Text of an element in XML or HTML. ">" is escaped as well, so that "]]>" cannot stand there.
std::string for_element(std::string_view text);

/// The value of an attribute in quotation marks, with its line ends.
std::string for_attribute(std::string_view text);

/// Text within a line of Markdown, e.g. a cell of a table; it has no line ends.
std::string for_markdown(std::string_view text);

} // namespace latch::flow
