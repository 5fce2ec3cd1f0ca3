// SPDX-License-Identifier: MIT
#pragma once

#include "cli/draft.hpp"

#include "latch/base/error.hpp"

#include <optional>
#include <string>

namespace latch::cli {

/// The session of --session, --session-read-only or @NAME, of which only one may be there.
base::Result<std::optional<SessionChoice>>
session_choice(const Draft& draft, const std::optional<std::string>& positional);

} // namespace latch::cli
