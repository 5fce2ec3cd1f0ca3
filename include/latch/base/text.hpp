// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Text rules of the protocols: ASCII only, independent of the locale.
namespace latch::base {

constexpr bool is_ascii_upper(char c) noexcept {
    return c >= 'A' && c <= 'Z';
}

constexpr bool is_ascii_alpha(char c) noexcept {
    return is_ascii_upper(c) || (c >= 'a' && c <= 'z');
}

constexpr bool is_ascii_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

constexpr bool is_ascii_hex_digit(char c) noexcept {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr char to_ascii_lower(char c) noexcept {
    return is_ascii_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// What a hexadecimal digit counts, in either case; nothing for what is none.
constexpr std::optional<unsigned> hex_value(char c) noexcept {
    const auto at = std::string_view("0123456789abcdef").find(to_ascii_lower(c));
    return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
}

std::string to_ascii_lower(std::string_view text);
std::string to_ascii_upper(std::string_view text);

/// Equal but for the case of ASCII letters.
bool iequals(std::string_view a, std::string_view b) noexcept;

/// Whether `text` begins with `prefix`, but for the case of ASCII letters.
bool istarts_with(std::string_view text, std::string_view prefix) noexcept;

/// Without the spaces and tabs at both ends (the OWS of RFC 9110, 5.6.3).
std::string_view trim(std::string_view text) noexcept;

/// The parts before and after the first `separator`; nothing if it does not occur.
std::optional<std::pair<std::string_view, std::string_view>>
split_once(std::string_view text, char separator) noexcept;

/// All parts between separators, empty ones too; one empty part for an empty text.
std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number without sign, blanks or anything after it; nothing on overflow.
std::optional<unsigned long long> parse_decimal(std::string_view text) noexcept;

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
bool is_utf8(std::string_view bytes) noexcept;

/// The text with every C0 and C1 control, DEL and malformed UTF-8 byte shown instead of executed:
/// ESC becomes "\x1b". TAB and LF become "\t" and "\n"; nothing that a terminal obeys is left.
std::string printable(std::string_view bytes);

/// The bytes in lowercase hexadecimal, two digits for each.
std::string to_hex(std::string_view bytes);

/// Appends a character in UTF-8. Half of a surrogate pair, which is none, becomes three bytes.
void append_utf8(char32_t character, std::string& out);

/// The whole of `bytes` in base64 (RFC 4648, 4) with padding.
std::string base64_encode(std::string_view bytes);

/// The bytes behind padded base64; nothing if a character or the padding is wrong.
std::optional<std::string> base64_decode(std::string_view text);

/// "1 item", "2 items".
std::string counted(std::size_t count, std::string_view singular);

} // namespace latch::base
