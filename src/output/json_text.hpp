// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_number.hpp"
#include "output/painter.hpp"
#include "output/safe_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace latch::output {

/// Shows JSON token by token while it arrives, cut anywhere; keeps braces and nothing else.
///
/// Tokens stay as sent, keys in their order and as often as they come. Several documents in a row
/// begin a line each. From the first byte that is wrong (RFC 8259), or nested too deeply, all the
/// rest is shown as text. Strings are not checked but made safe: a raw control character is
/// shown as its escape.
class JsonText {
public:
    enum class Layout {
        indented, ///< the blanks of the sender go
        as_sent,
    };

    /// Deeper than anyone reads. It bounds memory and what one byte can be blown up to.
    static constexpr std::size_t depth_limit = 1000;

    /// `indent` is how many blanks a level has, at most `widest_indent`.
    JsonText(Painter& painter, Layout layout, unsigned indent = 4)
        : painter_(&painter), layout_(layout), indent_(indent) {}

    void feed(std::string_view bytes);
    void finish();

    /// Whether something came that is no JSON.
    bool is_broken() const noexcept { return inside_ == Inside::foreign_text; }

    /// Whether all that has come is one document after the other, none of them cut short.
    bool is_complete() const noexcept {
        return expect_ == Expect::next_document &&
               (inside_ == Inside::nothing || (inside_ == Inside::number && number_.is_complete()));
    }

private:
    enum class Expect : std::uint8_t {
        document, ///< the first value of all
        next_document,
        value,
        first_element, ///< or the end of the array
        first_key,     ///< or the end of the object
        key,
        colon,
        comma, ///< or the end
    };

    enum class Inside : std::uint8_t { nothing, string, number, literal, foreign_text };

    void skip_blanks(std::string_view& bytes);
    bool begin_token(std::string_view& bytes);
    bool begin_string(std::string_view& bytes);
    bool begin_scalar(char first);
    bool begin_value();
    bool take_punctuation(std::string_view& bytes);
    bool open(char bracket);
    bool close(char bracket);
    bool comma();
    bool colon();
    void take_string(std::string_view& bytes, std::size_t known);
    std::size_t showable_run(std::string_view bytes, std::size_t known);
    void take_number(std::string_view& bytes);
    void take_literal(std::string_view& bytes);
    void give_up(std::string_view& bytes);
    void break_line();
    void expect_after_value() noexcept;

    Painter* painter_;
    Layout layout_;
    unsigned indent_;
    Expect expect_ = Expect::document;
    Inside inside_ = Inside::nothing;
    Role string_role_ = Role::json_string;
    bool escaped_ = false;     ///< the last byte was the backslash of an escape
    char blank_ = '\0';        ///< of the blanks dropped since the last token: LF if there was one
    JsonNumber number_;        ///< how far the number has come
    std::string_view literal_; ///< what is to come of true, false or null
    std::string nesting_;      ///< the open brackets
    Sieve sieve_{Sieve::Notation::json};
    SafeText text_{*painter_};
};

} // namespace latch::output
