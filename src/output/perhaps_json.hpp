// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/markup_text.hpp"
#include "output/safe_text.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace latch::output {

/// Shows a text that may be JSON in the guise of another type: as JSON if all of it is, else as it
/// came.
///
/// It is held back only as long as it could be JSON, which a log, a script or prose cannot be for
/// more than a few bytes. What is larger than `patience` counts as JSON if that much of it is;
/// as many blanks count as text.
class PerhapsJson {
public:
    static constexpr std::size_t patience = 1024UL * 1024;

    using Text = std::variant<SafeText, MarkupText>;

    /// `as_json` and `as_text` are fresh.
    PerhapsJson(JsonText as_json, Text as_text);
    PerhapsJson(const PerhapsJson&) = delete;
    PerhapsJson& operator=(const PerhapsJson&) = delete;
    PerhapsJson(PerhapsJson&&) noexcept;
    PerhapsJson& operator=(PerhapsJson&&) noexcept;
    ~PerhapsJson();

    void feed(std::string_view bytes);
    void finish();

private:
    struct Trial;
    enum class Verdict { open, json, text };

    void decide(Verdict verdict);
    void feed_text(std::string_view bytes);

    JsonText json_;
    Text text_;
    Verdict verdict_ = Verdict::open;
    std::unique_ptr<Trial> trial_;
    std::string held_;
};

} // namespace latch::output
