// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <string_view>

/// The table of exit codes in surface.md; part of what users script against.
namespace latch::app {

/// Named values of the table that do not follow from an error or a status.
enum ExitCode : int {
    done = 0,
    expectation_failed = 8,
    nothing_to_extract = 9,
    not_up = 10,
    internal_error = 70,
};

int exit_code_for(base::ErrorKind kind) noexcept;

/// What a final status means; a redirect that was not asked to be followed is 3.
int exit_code_for_status(unsigned status) noexcept;

/// The one of two that says more: what ended the run before what could not be done, that before
/// what the server refused, and a status last.
int worse_of(int one, int other) noexcept;

/// The code as the program that latch was called as would say it: HTTPie has no code of its own
/// for a usage error, and no 64.
int exit_code_as(std::string_view program, int code) noexcept;

} // namespace latch::app
