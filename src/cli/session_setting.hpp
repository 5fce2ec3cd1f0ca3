// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option.hpp"
#include "cli/session_command.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/session_command.hpp"

#include <string>
#include <string_view>

namespace latch::cli {

/// What the words and flags of `latch session set` change; the first word, the session, is left to
/// the caller. Errors: `usage`, which hold no values, because those may be secret.
base::Result<SetSession>
settings_of(const SessionWords& said, const base::Environment& environment);

/// The URL of an --origin, by the rules of the program's name. Errors: `usage`.
base::Result<http::Url> parse_site(std::string_view text, const base::Environment& environment);

/// What of the word's value, behind its first '=', nobody should read.
Hides hidden_of_setting(std::string_view word) noexcept;

/// The beginnings of all settings, separated by blanks: "base= header: …".
std::string setting_beginnings();

} // namespace latch::cli
