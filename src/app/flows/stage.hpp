// SPDX-License-Identifier: MIT
#pragma once

#include "app/configure.hpp"
#include "app/flows/sources.hpp"
#include "app/flows/wires.hpp"

#include "latch/base/environment.hpp"
#include "latch/cli/run_flows.hpp"
#include "latch/flow/variables.hpp"

#include <chrono>

namespace latch::app {

/// What all requests of a run of flows have in common.
struct Stage {
    const cli::RunFlows& run;
    const Sources& sources;
    const Configuration& configuration;
    const base::Environment& environment;
    const flow::Variables& given; ///< what comes before `@name = text`
    Wires* wires = nullptr;       ///< others behind an interrupt
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

} // namespace latch::app
