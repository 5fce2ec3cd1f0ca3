// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::http {

/// The media type that the extension of a file name stands for; empty if it is not a common one.
std::string_view file_type(std::string_view file_name);

/// The usual extension of files of that type ("text/html": "html"), without a dot; empty if it is
/// not a common one.
std::string_view usual_extension(std::string_view essence);

} // namespace latch::http
