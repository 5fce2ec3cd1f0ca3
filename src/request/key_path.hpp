// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::request {

/// One step into a JSON value, and where it stands in the name that says it.
struct Step {
    enum class Kind {
        key,    ///< "text", "[text]": a member of an object
        index,  ///< "[0]": an element of an array
        append, ///< "[]": a new element at its end
    };
    Kind kind = Kind::key;
    std::string key{};     ///< of a key, without its backslashes
    std::size_t index = 0; ///< of an index
    std::size_t begin = 0; ///< the first byte of the step in the name
    std::size_t end = 0;   ///< behind its last byte

    bool operator==(const Step&) const = default;
};

/// The way that the name of a field goes: a root, then steps in brackets. There is at least one.
///
/// HTTPie's grammar: the root is a key even if it is a number, or "[0]", or "[]"; in brackets, a
/// number is an index unless a backslash precedes it; `\[`, `\]` and `\\` mean the character, and
/// before anything else a backslash stays. Errors: `usage`, with carets.
base::Result<std::vector<Step>> parse_key_path(std::string_view name);

} // namespace latch::request
