// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/markup_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

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

    SortedJson(const JsonText& json, Unit unit) : json_(json), unit_(unit) {}

    void feed(std::string_view bytes);
    void finish();

private:
    void show_held();

    JsonText json_;
    Unit unit_;
    std::string held_;
};

/// Shows XML laid out, or as it is if it is none.
class XmlText {
public:
    XmlText(const MarkupText& markup, unsigned indent) : markup_(markup), indent_(indent) {}

    void feed(std::string_view bytes);
    void finish();

private:
    MarkupText markup_;
    unsigned indent_;
    bool waits_ = true;
    std::string held_;
};

} // namespace latch::output
