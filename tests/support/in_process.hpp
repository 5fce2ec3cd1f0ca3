// SPDX-License-Identifier: MIT
#pragma once

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/environment.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// A world below `folder`: its home and working directory, no variables, closed standard input,
/// no terminal.
base::Environment environment_in(const TempDir& folder);

/// Calls `app::run` in this process, its outputs being pipes. A piped standard input holds
/// `input`; an environment whose `in_kind` is `closed` gets none.
Ran run_in_process(
    const std::vector<std::string>& arguments,
    base::Environment environment,
    std::string_view input = {}
);

} // namespace latch::test
