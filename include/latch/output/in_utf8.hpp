// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/output/plan.hpp"

#include <string>
#include <string_view>

namespace latch::output {

/// The text of a response that is to be read as JSON, in whatever charset it came: as its head says
/// or the plan, else as its first bytes tell.
std::string
json_in_utf8(const http::Headers& headers, std::string_view body, const OutputPlan& plan);

/// The same of any text; what is no text comes out as something else.
std::string
text_in_utf8(const http::Headers& headers, std::string_view body, const OutputPlan& plan);

} // namespace latch::output
