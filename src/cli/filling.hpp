// SPDX-License-Identifier: MIT
#pragma once

#include "cli/layer.hpp"

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"

namespace latch::cli {

/// Fills the holes in the values of options, each by what its value is. An option is left out whose
/// value is not known, if none that may stand for it will do. Errors: `usage` for a
/// value that cannot stand at its place, with the option's name.
base::Result<void> fill(Layer& occurrences, base::Fillings fillings);

} // namespace latch::cli
