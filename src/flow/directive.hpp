// SPDX-License-Identifier: MIT
#pragma once

#include "flow/reading.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace latch::flow {

/// What begins a line with `@`.
struct Directive {
    enum class Kind {
        default_value, ///< `@name =`
        computed,      ///< `@name :=`
        include,
        defaults,
        for_each,
        condition,
        parallel,
        finally,
        end,
    };

    Kind kind;
    std::string_view word;  ///< behind the `@`, as it stands there; of a variable: its name
    std::string_view meant; ///< the word that it is; of a variable: its name, too
    std::size_t at = 0;     ///< of the `@`
    std::size_t behind = 0; ///< where the word, or the equals sign, ends
};

/// "include", "for" and so on: no variable may be called so.
bool is_directive_word(std::string_view word) noexcept;

/// The directive that begins there; nothing for anything else, as for a request that begins with
/// the name of a session. A word that is nearly one of a directive is that, if nothing on its line
/// could be a URL.
std::optional<Directive> directive_at(const Reading& reading, std::size_t at);

/// The same without doubts: no slip in it.
bool is_plainly_directive(const Reading& reading, std::size_t at);

} // namespace latch::flow
