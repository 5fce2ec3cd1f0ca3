// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/safe_text.hpp"

#include <string>
#include <string_view>

namespace latch::output {

/// Shows JSON behind one of the guards against cross-site script inclusion, ")]}'," and the like:
/// the guard stays, and what follows is JSON.
class GuardedJson {
public:
    /// Both are fresh.
    GuardedJson(const JsonText& json, const SafeText& text) : json_(json), text_(text) {}

    void feed(std::string_view bytes);
    void finish();

private:
    enum class Stage { looking, behind_guard, json };

    void look(std::string_view bytes);
    void go_on(std::string_view bytes);

    JsonText json_;
    SafeText text_;
    Stage stage_ = Stage::looking;
    std::string held_; ///< what may become a guard
};

} // namespace latch::output
