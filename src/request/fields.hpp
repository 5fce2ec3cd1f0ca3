// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/request/item.hpp"

#include <span>
#include <string>

namespace latch::request {

/// Whether an item is a part of the body.
bool is_field(const Item& item) noexcept;

/// The fields among `items`, at least one, as one compact JSON value: UTF-8, JSON literals as
/// typed; names are key paths, so that the value is an object unless they begin with an index.
///
/// Errors: `usage`; also for bytes that are not UTF-8.
base::Result<std::string> json_body(std::span<const Item> items);

/// The value of a field as a form has it: text as it is, JSON literals as their text, strings
/// without quotes and escapes. Errors: `usage` for objects, arrays and null, which a form has no
/// way to say.
base::Result<std::string> form_value(const Item& item);

/// The fields among `items` as application/x-www-form-urlencoded, in order and repeats kept.
/// Errors: those of `form_value`.
base::Result<std::string> urlencoded_form(std::span<const Item> items);

} // namespace latch::request
