// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_http.hpp"

#include <vector>

namespace latch::flow::foreign {

bool is_multipart(const Wish& wish);

/// Makes items of the parts of a form as .http files have them, and drops the header that names
/// their boundary: latch makes its own.
void read_multipart(const std::vector<Line>& lines, HttpRequest& request, HttpFile& file);

} // namespace latch::flow::foreign
