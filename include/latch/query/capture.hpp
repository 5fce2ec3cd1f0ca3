// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/query.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::query {

/// A value that is taken out of an answer under a name: `NAME=QUERY`, `NAME!=QUERY` for a secret. A
/// query by a name may end in `// DEFAULT`; jq has that operator itself, with JSON behind it.
struct Capture {
    std::string name; ///< letters, digits and `_`, no digit first: a variable of a shell
    Query query;
    std::optional<std::string> fallback; ///< where the answer has no such value
    bool is_secret = false;
};

/// Errors: `usage`, those of `Query::parse` too.
base::Result<Capture> parse_capture(std::string_view text);

/// What was taken out.
struct Taken {
    Json value;
    bool is_untyped = false; ///< a text that may be meant as a number
};

/// Errors: `protocol` where there is none, or several.
base::Result<Taken> take_value(const Capture& capture, Answer& answer);

/// The value as a text. Errors: `protocol` where there is none, or several.
base::Result<std::string> take(const Capture& capture, Answer& answer);

} // namespace latch::query
