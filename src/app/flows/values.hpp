// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/sources.hpp"

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/flow/rows.hpp"
#include "latch/flow/script.hpp"
#include "latch/flow/variables.hpp"

#include <string>
#include <vector>

/// What the directives of a flow make of its variables.
namespace latch::app {

/// A text with the values in it. Errors: those of `flow::evaluate`.
base::Result<std::string>
text_of(const flow::Text& text, const flow::Variables& variables, const SourceFile& file);

/// `@name := jq`. Errors: `usage` for what is no jq; `protocol` where it makes no value, or
/// several.
base::Result<flow::Value>
value_of(const flow::Text& program, const flow::Variables& variables, const SourceFile& file);

/// The same with values for its templates.
base::Result<flow::Value>
value_with(const flow::Text& program, base::Fillings fillings, const flow::Variables& variables);

/// `@if`: whether it holds. Errors: `usage` for what is no expectation about variables.
base::Result<bool>
holds(const flow::Text& condition, const flow::Variables& variables, const SourceFile& file);

/// The same with values for its templates.
base::Result<bool>
holds_with(const flow::Text& condition, base::Fillings fillings, const flow::Variables& variables);

/// What a loop goes through. Errors: `file`, `usage`; as `value_of`.
base::Result<std::vector<flow::Row>>
rows_of(const flow::Source& source, const flow::Variables& variables, const SourceFile& file);

/// The row of a loop for its names: as a whole for one, its columns for several. Errors: `usage`
/// if it has not as many.
base::Result<void>
bind_row(flow::Variables& variables, const std::vector<std::string>& names, const flow::Row& row);

/// "row 3: sku=A-17".
std::string label_of(std::size_t number, const flow::Row& row);

} // namespace latch::app
