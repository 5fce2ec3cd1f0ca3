// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/safe_text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace latch::output {

/// Shows an event stream (HTML Standard, 9.2) as it arrives: the names of its fields, and the JSON
/// that begins a value as JSON. Nothing waits for the end of a line.
class EventText {
public:
    /// `json` is fresh; each value starts with a copy of it.
    EventText(Painter& painter, JsonText json)
        : painter_(&painter), text_(painter), fresh_json_(std::move(json)) {}

    void feed(std::string_view bytes);
    void finish();

private:
    enum class Inside : std::uint8_t { name, gap, value, json, comment };

    void take_name(std::string_view& bytes);
    void take_gap(std::string_view& bytes);
    void take_rest_of_line(std::string_view& bytes);
    void end_line();

    Painter* painter_;
    SafeText text_;
    JsonText fresh_json_;
    std::optional<JsonText> json_;
    Inside inside_ = Inside::name;
    bool at_line_start_ = true;
};

} // namespace latch::output
