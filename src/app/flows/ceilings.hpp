// SPDX-License-Identifier: MIT
#pragma once

#include "latch/cli/run_flows.hpp"
#include "latch/flow/record.hpp"

#include <string>
#include <vector>

namespace latch::app {

/// A line for each ceiling of --max that the requests of a run went over: the nearest rank of their
/// times, tries and pauses included. What was not answered has none.
std::vector<std::string>
ceilings_passed(const std::vector<cli::Ceiling>& ceilings, const flow::Record& record);

} // namespace latch::app
