// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/painter.hpp"

#include "latch/output/plan.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace latch::output {

/// Shows the items of a list that comes in pages as one body: a JSON array, or an item a line.
///
/// Redirected an item of an array stays as it was sent. What broke off is an array without an end,
/// so that nobody who reads it can take it for the whole.
class Items {
public:
    /// `painter` must outlive the object.
    Items(const OutputPlan& plan, Painter& painter);

    /// Each is one JSON value.
    void add(std::span<const std::string_view> items);

    void finish();

    bool is_finished() const noexcept { return is_finished_; }

private:
    void add_element(std::string_view item);
    void add_line(std::string_view item);
    void put(std::string_view json);

    Painter* painter_;
    List list_;
    bool sorts_;
    std::optional<JsonText> json_; ///< nothing where the bytes go as they are
    bool has_begun_ = false;
    bool is_finished_ = false;
};

} // namespace latch::output
