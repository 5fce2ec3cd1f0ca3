// SPDX-License-Identifier: MIT
#pragma once

#include "cli/command_line.hpp"
#include "cli/draft.hpp"

#include "latch/base/error.hpp"
#include "latch/cli/parse.hpp"

#include <span>
#include <vector>

namespace latch::cli {

/// The options of one place, a configuration's entry or the command line, in the order given.
using Layer = std::vector<Occurrence>;

/// The options that a configuration's entry holds. Errors (`bad_config`, with the place): words
/// that are no options, options that its author may not set.
base::Result<Layer> layer_of(const Defaults& defaults);

/// Takes the options of a layer into the draft. A --no- form wins wherever it stands (HTTPie's
/// rule) in the layer or in those `above`, which are applied later.
///
/// All are applied even if one cannot be. Errors: `usage`, the first, with the option's name.
base::Result<void> apply(Draft& draft, const Layer& layer, std::span<const Layer> above);

/// Takes the options of a layer into a draft that lower layers have made. What means something only
/// together with other options replaces what was there as a whole: the session, the credentials,
/// each list. Errors: as `apply`.
base::Result<void> apply_over(Draft& draft, const Layer& layer, std::span<const Layer> above);

/// The error for a configuration's entry, because of another.
base::Error unusable(const Defaults& defaults, const base::Error& reason);

} // namespace latch::cli
