// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"

#include <cstdint>
#include <string_view>

namespace latch::output {

/// Shows JSON in whose lines something may be wrong: the next line begins anew.
class JsonLines {
public:
    /// What the end of a line is besides a blank.
    enum class LineEnd : std::uint8_t {
        nothing,          ///< the first thing that is wrong spoils all the rest
        end_of_other,     ///< of what is no JSON; a document may go over many lines
        end_of_documents, ///< of documents too, whole or not
    };

    /// `json` is fresh; each beginning starts with a copy of it.
    JsonLines(Painter& painter, const JsonText& json, LineEnd line_end)
        : painter_(&painter), fresh_(json), json_(json), line_end_(line_end) {}

    void feed(std::string_view bytes);

    void finish() { json_.finish(); }

private:
    void begin_anew();

    Painter* painter_;
    JsonText fresh_;
    JsonText json_;
    LineEnd line_end_;
};

} // namespace latch::output
