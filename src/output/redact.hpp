// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"

#include <string>

namespace latch::output {

/// The value with what is secret in it shortened; the value itself if there is nothing secret.
///
/// Schemes, cookie names and attributes stay. A header counts as secret by its name: the standard
/// ones, and those that speak of a token, key, secret or password.
std::string redacted(const http::Header& header);

} // namespace latch::output
