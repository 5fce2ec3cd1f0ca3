// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/json.hpp"
#include "latch/query/query.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::query {

/// What the values of an answer are compared with.
struct Literal {
    enum class Kind : std::uint8_t {
        json,     ///< any JSON value
        word,     ///< a text without quotes, or in single ones
        duration, ///< 500ms, 1.5s
        size,     ///< 10KB (1,000 bytes each), 10KiB (1,024)
        pattern,  ///< /…/, /…/i and other modifiers of Perl's: i m s x
        file,     ///< @FILE: what is in it
    };

    Kind kind = Kind::word;
    std::string text; ///< as typed; of a quoted word what is between; of a file its name
    Json value; ///< of a word and of a file the text, of a duration the milliseconds, of a size
                ///< the bytes
};

/// The expression in `/…/` or `/…/i`, with its modifiers in front as "(?i)"; nothing for another
/// text.
std::optional<std::string> slashed_expression(std::string_view text);

/// Nothing for a text that is none: one with blanks or jq's marks in it, and no quotes around it.
std::optional<Literal> parse_literal(std::string_view text);

/// Whether a value of that kind is what the literal says. A text is compared as a text, whatever
/// the literal looks like; a duration is one only for a query of times, and so is a size.
bool equals(const Json& value, const Found& found, const Literal& literal);

/// Which comes first. Nothing if the two cannot be compared: only two numbers can, or two texts.
std::optional<std::strong_ordering>
order(const Json& value, const Found& found, const Literal& literal);

/// Whether what the literal says is in the value: a text in a text, members in an object, elements
/// in an array, with all below, and leaves that are equal; any other value in an array as an
/// element.
bool includes(const Json& value, const Found& found, const Literal& literal);

} // namespace latch::query
