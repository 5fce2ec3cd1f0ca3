// SPDX-License-Identifier: MIT
#pragma once

#include "output/theme.hpp"
#include "output/writer.hpp"

#include "latch/output/rendering.hpp"

#include <string_view>

namespace latch::output {

/// Appends text in the look of its role, with as few escape sequences as possible.
class Painter {
public:
    /// Both must outlive the painter.
    Painter(Writer& out, const Theme& theme)
        : out_(&out), theme_(&theme), look_(theme.look(Role::plain)) {}

    /// `text` must be fit for where it goes; nothing is made safe here.
    void put(Role role, std::string_view text) {
        const Look* const look = theme_->look(role);
        if (look != look_) {
            out_->append_short(look->bytes, look->size);
            look_ = look;
        }
        out_->append(text);
    }

    void put(const Rendering& rendering) {
        for (const Span& span : rendering) {
            put(span.role, span.text);
        }
    }

    /// Back to the terminal's own colour.
    void rest() { put(Role::plain, {}); }

    Writer& out() const noexcept { return *out_; }

private:
    Writer* out_;
    const Theme* theme_;
    const Look* look_;
};

} // namespace latch::output
