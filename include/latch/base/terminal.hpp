// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <filesystem>
#include <string_view>

namespace latch::base {

/// Asks whoever sits at the terminal for a secret, which is not echoed. `question` is made safe;
/// `otherwise` is the hint of the error that there is nobody to ask.
///
/// The terminal is as it was afterwards, whatever happened. Errors: `usage` if there is no terminal
/// or nothing was entered before its end; `interrupted` on Ctrl-C, `terminated`.
Result<Secret> ask_secret(
    const std::filesystem::path& terminal, std::string_view question, std::string_view otherwise
);

/// Asks whoever sits at the terminal, "QUESTION [y/N] "; no for anything but y and yes. Errors: as
/// `ask_secret`.
Result<bool> ask_yes(
    const std::filesystem::path& terminal, std::string_view question, std::string_view otherwise
);

} // namespace latch::base
