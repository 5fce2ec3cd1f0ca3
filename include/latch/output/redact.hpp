// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/redactor.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/headers.hpp"
#include "latch/output/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::output {

/// The value with what is secret in it shortened; the value itself if there is nothing secret.
///
/// Schemes, cookie names and attributes stay. A header counts as secret by its name: the standard
/// ones, and those that speak of a token, key, secret or password.
std::string redacted(const http::Header& header);

/// What of the header's value is secret, for text in which it may turn up again: credentials with
/// and without their scheme, the value of a header that counts as secret, and of cookies those that
/// are as long as the names of sessions are (16 letters; "dark" of "theme=dark" is a word).
std::vector<base::Secret> secrets_in(const http::Header& header);

/// The text as the plan shows it: whole, or without what the run knows to be secret.
std::string shown_text(std::string_view text, const OutputPlan& plan);

/// The value as the plan shows it: whole, or without what `redacted` takes for secret and what the
/// run knows to be.
std::string shown_value(const http::Header& header, const OutputPlan& plan);

} // namespace latch::output
