// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// JSON as text: checked and written without ever becoming numbers and trees, because a number
/// that went through a double would not be the one that was typed.
namespace latch::request {

/// Where a text stops being JSON, and what JSON wants there instead.
struct JsonFlaw {
    std::size_t at; ///< in bytes
    std::string_view expected;

    bool operator==(const JsonFlaw&) const = default;
};

/// The first flaw of a text that should be one JSON value (RFC 8259), blanks around it allowed.
///
/// The grammar and nothing else: numbers of any size, repeated keys and lone surrogates in escapes
/// are JSON. The bytes are taken to be UTF-8. Does not recurse: an argument may hold 128 KiB of
/// brackets.
std::optional<JsonFlaw> find_json_flaw(std::string_view text);

/// Appends `utf8` as a JSON string; only what RFC 8259, 7 demands is escaped.
void append_json_string(std::string& out, std::string_view utf8);

/// What a JSON string means; nothing if it is none, or holds half of a surrogate pair, which no
/// UTF-8 says.
std::optional<std::string> json_string_meaning(std::string_view literal);

} // namespace latch::request
