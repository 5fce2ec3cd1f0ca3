// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/redactor.hpp"
#include "latch/http/headers.hpp"
#include "latch/output/plan.hpp"

#include <string>
#include <string_view>

namespace latch::output {

/// The value with what is secret in it shortened; the value itself if there is nothing secret.
///
/// Schemes, cookie names and attributes stay. A header counts as secret by its name: the standard
/// ones, and those that speak of a token, key, secret or password.
std::string redacted(const http::Header& header);

/// The text as the plan shows it: whole, or without what the run knows to be secret.
std::string shown_text(std::string_view text, const OutputPlan& plan);

/// The value as the plan shows it: whole, or without what `redacted` takes for secret and what the
/// run knows to be.
std::string shown_value(const http::Header& header, const OutputPlan& plan);

} // namespace latch::output
