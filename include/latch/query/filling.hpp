// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"

#include <string>
#include <string_view>

/// Expressions with holes. A value that is put into one stays a value, whatever it looks like: in
/// jq and JSON it is a literal, in a regular expression it stands for itself, and what is compared
/// with is never read as an expression or the name of a file.
namespace latch::query {

/// The text for `Expectation::parse`. Errors: `usage` for a value that cannot stand at its place.
base::Result<std::string> fill_expectation(std::string_view text, base::Fillings fillings);

/// The text for `parse_capture`. Errors: as above, and for a hole in the name.
base::Result<std::string> fill_capture(std::string_view text, base::Fillings fillings);

/// A jq filter. Errors: as above.
base::Result<std::string> fill_filter(std::string_view text, base::Fillings fillings);

} // namespace latch::query
