// SPDX-License-Identifier: MIT
#pragma once

#include "output/safe_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace latch::output {

/// Shows what stands before the JSON of a body as it is, and leaves the JSON to others.
///
/// Such prefixes guard against cross-site script inclusion: ")]}',", "for(;;);", "throw 1;" and
/// what else servers think of. As in HTTPie it is anything up to the first bracket, unless the
/// body begins as JSON does; "{}&&" is known as well. What has no bracket within `longest`
/// bytes is text to its end.
class ScriptGuard {
public:
    static constexpr std::size_t longest = 256;

    /// `text` is fresh.
    explicit ScriptGuard(SafeText text) : text_(std::move(text)) {}

    /// What of all that has come is no guard. Valid until the next call.
    std::string_view pass(std::string_view bytes);

    /// The beginning of a guard, or of JSON, that was cut short.
    std::string_view finish();

private:
    enum class Stage : std::uint8_t {
        before_first_token,
        within_guard,
        within_text, ///< there is no JSON
        through,
    };

    std::string_view look(std::string_view bytes);
    std::string_view show_guard(std::string_view bytes);

    SafeText text_;
    Stage stage_ = Stage::before_first_token;
    std::string begun_;     ///< too little to tell what it is
    std::size_t shown_ = 0; ///< bytes of the guard
};

} // namespace latch::output
