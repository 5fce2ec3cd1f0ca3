// SPDX-License-Identifier: MIT
#pragma once

#include "latch/query/query.hpp"

#include <optional>
#include <string_view>

namespace latch::query {

/// Takes "header.X-Id" apart. Errors: `usage` for a word that names nothing.
base::Result<Query::Named> parse_named(std::string_view typed);

Found ask_named(const Query::Named& named, Answer& answer);

Unit unit_of(const Query::Named& named) noexcept;

/// Whether it finds numbers and nothing else.
bool is_number(const Query::Named& named) noexcept;

bool needs_body(const Query::Named& named) noexcept;

} // namespace latch::query
