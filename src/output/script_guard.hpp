// SPDX-License-Identifier: MIT
#pragma once

#include "output/safe_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace latch::output {

/// Takes one of the guards against cross-site script inclusion, ")]}'," and the like, off the
/// beginning of a body and shows it as it is; what follows is for others to show.
class ScriptGuard {
public:
    /// `text` is fresh.
    explicit ScriptGuard(SafeText text) : text_(std::move(text)) {}

    /// What of all that has come is behind a guard, or no part of one. Valid until the next call.
    std::string_view pass(std::string_view bytes);

    /// The beginning of a guard that has become none.
    std::string_view finish();

private:
    enum class Stage : std::uint8_t { looking, behind_guard, through };

    std::string_view look(std::string_view bytes);
    std::string_view show_blanks(std::string_view bytes);

    SafeText text_;
    Stage stage_ = Stage::looking;
    std::string begun_; ///< what may become a guard
};

} // namespace latch::output
