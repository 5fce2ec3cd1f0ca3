// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Texts with holes, each with a number, whose values are known later. A value is put in as data:
/// whatever it looks like, it cannot become a part of the syntax around it.
namespace latch::base {

/// The mark of a hole: its number between U+FDD0 and U+FDD1, noncharacters that no text has a use
/// for (Unicode 23.7).
std::string hole(std::size_t number);

/// What begins a mark.
inline constexpr std::string_view hole_begins{"\xEF\xB7\x90"};
/// What ends one.
inline constexpr std::string_view hole_ends{"\xEF\xB7\x91"};

bool has_holes(std::string_view text) noexcept;

/// What a hole is filled with.
struct Filling {
    std::string name; ///< as it was written, for errors: "row.sku"
    std::string text;
    std::string json{};  ///< the value as JSON; empty: it is none
    bool is_raw = false; ///< nothing of it is to be encoded
    /// Nobody knows the value yet, and this one stands in for it: where it does not fit, another
    /// may.
    bool is_unknown = false;
};

/// By the number of the hole.
using Fillings = std::span<const Filling>;

/// A piece of a text: characters, or a hole.
struct Piece {
    std::string_view text{};           ///< points into the text that was taken apart
    std::optional<std::size_t> hole{}; ///< its number; nothing: it is characters

    bool operator==(const Piece&) const = default;
};

/// No piece of characters is empty, and no two of them are neighbours.
std::vector<Piece> pieces_of(std::string_view text);

/// The text with its holes filled, as they are. Each has a filling.
std::string filled(std::string_view text, Fillings fillings);

/// The same of a JSON text, or of one like it (jq): in a string a value is escaped, elsewhere it is
/// JSON. Errors: `usage` for a value that is none.
Result<std::string> filled_json(std::string_view text, Fillings fillings);

/// The text with its holes as they were written, for a reader.
std::string with_names(std::string_view text, Fillings fillings);

/// Whether it has a hole whose value is not known.
bool has_unknown(std::string_view text, Fillings fillings);

/// A text as the inside of a JSON string in UTF-8 (RFC 8259 section 7).
std::string json_escaped(std::string_view text);

} // namespace latch::base
