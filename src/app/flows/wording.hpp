// SPDX-License-Identifier: MIT
#pragma once

#include "app/configure.hpp"
#include "app/flows/sources.hpp"
#include "app/report.hpp"

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/base/redactor.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/cli/run_flows.hpp"
#include "latch/flow/script.hpp"
#include "latch/flow/variables.hpp"

#include <span>
#include <string>
#include <vector>

namespace latch::app {

/// The words of a request with the defaults before them.
flow::Wording
wording_of(std::span<const flow::Phrase* const> defaults, const flow::Request& request);

/// The error with what stands in the holes of a text shown as it was written.
base::Error with_names(const base::Error& error, base::Fillings fillings);

/// What functions in templates may ask for; the environment must outlive it.
flow::Context context_of(const base::Environment& environment);

/// What is put into the holes. Errors: those of `flow::evaluate`.
base::Result<std::vector<base::Filling>> fillings_for(
    std::span<const flow::Template> templates,
    const flow::Variables& variables,
    const flow::Context& context
);

/// What is secret in the words once they are filled becomes known.
void learn_typed(const flow::Wording& wording, base::Fillings fillings, base::Redactor& secrets);

/// What words mean in a flow: one request, that shows nothing unless it says so, and has to be
/// answered with a status below 400 unless it says something else. What is secret in them becomes
/// known to the report. Errors: those of `Configuration::understand`; `usage` for what a flow
/// cannot have.
base::Result<cli::Send> request_of(
    const Words& words,
    const cli::RunFlows& run,
    const Configuration& configuration,
    const base::Environment& environment
);

/// The text with its templates as they are written.
std::string as_written(const flow::Text& text);

} // namespace latch::app
