// SPDX-License-Identifier: MIT
#pragma once

#include "cli/draft.hpp"

#include "latch/base/error.hpp"

namespace latch::cli {

/// Settles what is asked of answers, reported of them and waited for, and what they are then shown
/// as. Errors: `usage` for what does not go together.
base::Result<void> settle_answer(Draft& draft);

} // namespace latch::cli
