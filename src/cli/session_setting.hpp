// SPDX-License-Identifier: MIT
#pragma once

#include "cli/session_command.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/session_command.hpp"

#include <string>

namespace latch::cli {

/// What the words and flags of `latch session set` change; the first word, the session, is left to
/// the caller. Errors: `usage`, which hold no values, because those may be secret.
base::Result<SetSession>
settings_of(const SessionWords& said, const base::Environment& environment);

/// The beginnings of all settings, separated by blanks: "base= header: …".
std::string setting_beginnings();

} // namespace latch::cli
