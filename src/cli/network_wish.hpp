// SPDX-License-Identifier: MIT
#pragma once

#include "cli/draft.hpp"

#include "latch/base/error.hpp"

namespace latch::cli {

/// Takes into the policy what options about the network mean together. Errors: `usage` where one
/// needs another that is not there.
base::Result<void> settle_network(Draft& draft);

} // namespace latch::cli
