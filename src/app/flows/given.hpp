// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"
#include "latch/cli/run_flows.hpp"
#include "latch/flow/variables.hpp"

namespace latch::app {

/// What variables are given from outside: by --var and --secret, by the environment's LATCH_VAR_…,
/// by files of --vars, the earlier before the later of these. What is secret becomes known. Errors:
/// `file`; `usage` for a file that is none, and for a secret that is nowhere to be had.
base::Result<flow::Variables> given_variables(
    const cli::VariableWish& wish, const base::Environment& environment, base::Redactor& secrets
);

} // namespace latch::app
