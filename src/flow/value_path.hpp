// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/flow/variables.hpp"

#include <string_view>

namespace latch::flow {

/// The name of a variable at the beginning of "row.sku".
std::string_view variable_of(std::string_view path) noexcept;

/// Whether a word that may as well be a text looks like a name with members.
bool looks_like_path(std::string_view word) noexcept;

/// What a name with members stands for: those of an object by their names, elements of an array
/// from 0 on. Errors: `usage`.
base::Result<Value> value_at(std::string_view path, const Variables& variables);

} // namespace latch::flow
