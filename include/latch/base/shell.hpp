// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace latch::base {

/// The text as one word of a shell (POSIX, Shell Command Language, 2.2): as it is if nothing in it
/// means anything to a shell, else in single quotes.
std::string shell_word(std::string_view text);

/// How much and how long a command may print.
struct ShellLimits {
    Bytes output;
    std::chrono::milliseconds time;
};

/// What `/bin/sh -c COMMAND` prints on standard output, with the variables and in the working
/// directory of the environment. Its standard input is /dev/null, its standard error is ours.
///
/// Errors: `usage` if it cannot be run, fails, or goes beyond the limits (then it is killed); they
/// hold neither the command nor its output, both of which may be secret.
Result<std::string>
output_of(const std::string& command, const ShellLimits& limits, const Environment& environment);

/// Runs `/bin/sh -c 'COMMAND "$@"'` with one argument on our own standard streams, and waits for
/// its end: an editor. Ctrl-C is the command's affair meanwhile. Errors: `file` if it cannot be run
/// or fails.
Result<void> run_in_foreground(
    const std::string& command, const std::string& argument, const Environment& environment
);

/// Runs the same without waiting, its standard streams being /dev/null: a browser. Errors: `file`
/// if the shell cannot be run.
Result<void> start_in_background(
    const std::string& command, const std::string& argument, const Environment& environment
);

} // namespace latch::base
