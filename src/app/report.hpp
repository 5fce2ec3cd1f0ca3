// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"

#include <span>
#include <string>
#include <string_view>

/// The only place that writes words of latch's own to standard error, and results that are no
/// answers to standard output. Who knows secrets hands them in: words may come from a server, which
/// may give back what it was sent.
namespace latch::app {

/// An error as the user reads it: "latch: WHAT: CAUSE", and the hint indented on its own line.
/// Whatever came from the network or a file is shown, not executed; carets under a place keep
/// their line.
std::string error_text(const base::Error& error, const base::Redactor& hidden = {});

/// Writes `error_text`.
void report(
    const base::Error& error,
    const base::Environment& environment,
    const base::Redactor& hidden = {}
);

/// Reports an error, but not that the reader of our output has gone; its exit code.
int fail(
    const base::Error& error,
    const base::Environment& environment,
    const base::Redactor& hidden = {}
);

/// Writes a text to standard output; the exit code, which is `done` even if nobody reads it.
int print(std::string_view text, const base::Environment& environment);

/// Writes a line for each thing that did not come along from or into another program's file.
void list_left_behind(std::span<const std::string> things, const base::Environment& environment);

/// Writes one line that is no error, with an optional hint below it.
void remark(
    std::string_view what,
    std::string_view hint,
    const base::Environment& environment,
    const base::Redactor& hidden = {}
);

} // namespace latch::app
