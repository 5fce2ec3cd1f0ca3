// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <string>
#include <string_view>

/// The only place that writes words of latch's own to standard error.
namespace latch::app {

/// An error as the user reads it: "latch: WHAT: CAUSE", and the hint indented on its own line.
/// Whatever came from the network or a file is shown, not executed; carets under a place keep
/// their line.
std::string error_text(const base::Error& error);

/// Writes `error_text`.
void report(const base::Error& error, const base::Environment& environment);

/// Writes one line that is no error, with an optional hint below it.
void remark(std::string_view what, std::string_view hint, const base::Environment& environment);

} // namespace latch::app
