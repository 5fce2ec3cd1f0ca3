// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// The XML document (UTF-8) with an element a line; nothing if it is not well-formed or nested
/// too deeply.
///
/// Text is not touched: an element with text among its children stays as it is, and so does one
/// that holds blanks only or says xml:space="preserve". Entities stay
/// as they are, so that none can grow. The declaration stays, and none is made up.
std::optional<std::string> laid_out_xml(std::string_view text, unsigned indent);

} // namespace latch::output
