// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/script.hpp"

#include <string>
#include <vector>

namespace latch::flow {

/// A flow in the words of a shell.
struct ShellScript {
    std::string text;                 ///< for sh (POSIX.1-2017), which calls latch
    std::vector<std::string> dropped; ///< what it could not carry over: "line 14: @if"
};

/// Each request is a command of its own, with a session of the script's where it names none;
/// variables are the shell's, and values stay values: `{{x}}` stays in the words, and `--var` says
/// what it is.
ShellScript as_shell(const Script& script);

} // namespace latch::flow
