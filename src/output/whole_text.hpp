// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_lines.hpp"
#include "output/markup_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// Bodies that have to be known as a whole to be laid out. What is larger than `largest_whole` is
/// shown as it comes.
namespace latch::output {

inline constexpr std::size_t largest_whole = 64UL * 1024 * 1024;

/// Shows JSON with its keys sorted.
class SortedJson {
public:
    enum class Unit {
        body, ///< one document
        line, ///< a document in each line; each is shown when its line is whole
    };

    /// A unit beyond `limit` stays in order.
    SortedJson(JsonLines json, Unit unit, std::size_t limit = largest_whole)
        : json_(std::move(json)), unit_(unit), limit_(limit) {}

    void feed(std::string_view bytes);
    void finish();

private:
    void gather(std::string_view bytes);
    void end_unit();

    JsonLines json_;
    Unit unit_;
    std::size_t limit_;
    bool waits_ = true; ///< for the end of the unit
    std::string held_;
};

/// Shows XML laid out, or as it is if it is none.
class XmlText {
public:
    XmlText(MarkupText markup, unsigned indent) : markup_(std::move(markup)), indent_(indent) {}

    void feed(std::string_view bytes);
    void finish();

private:
    MarkupText markup_;
    unsigned indent_;
    bool waits_ = true;
    std::string held_;
};

} // namespace latch::output
