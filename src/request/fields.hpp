// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/request/item.hpp"

#include <span>
#include <string>

namespace latch::request {

/// Whether an item is a part of the body.
bool is_field(const Item& item) noexcept;

/// The fields among `items` as one compact JSON object: UTF-8, JSON literals as typed; a key stands
/// where it was first and has the value that came last.
///
/// In names `\[`, `\]` and `\\` mean the character; a bare bracket would begin a nested key, which
/// is refused until it is built, so that it never means anything else. Errors: `usage`; also for
/// bytes that are not UTF-8.
base::Result<std::string> json_object(std::span<const Item> items);

/// The fields among `items` as application/x-www-form-urlencoded, in order and repeats kept.
///
/// JSON literals are written as their text, strings without quotes and escapes. Errors: `usage`
/// for objects, arrays and null, which a form has no way to say.
base::Result<std::string> urlencoded_form(std::span<const Item> items);

} // namespace latch::request
