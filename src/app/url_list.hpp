// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"

#include <vector>

namespace latch::app {

/// The URLs of all sources, in order; of a file the lines, without blanks around them, that are not
/// empty and do not begin with '#'. Errors: `file`; `usage` if there is none at all.
base::Result<std::vector<cli::ListedUrl>>
read_urls(const cli::Several& several, const base::Environment& environment);

} // namespace latch::app
