// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace latch::base {

namespace {

char to_ascii_upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The well-formed sequences of Unicode 15, table 3-7, by their first byte.
struct Utf8Lead {
    unsigned char first, last;   ///< range of the leading byte
    unsigned char second, bound; ///< range of the second byte
    unsigned length;             ///< bytes in all
};

constexpr std::array<Utf8Lead, 9> utf8_leads{{
    {0x00, 0x7f, 0x00, 0x00, 1},
    {0xc2, 0xdf, 0x80, 0xbf, 2},
    {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3},
    {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4},
    {0xf1, 0xf3, 0x80, 0xbf, 4},
    {0xf4, 0xf4, 0x80, 0x8f, 4},
}};

/// Whether `text`, whose first byte fits `lead`, goes on as the table wants it.
bool continues(std::string_view text, const Utf8Lead& lead) noexcept {
    const auto is_within = [text](std::size_t at, unsigned char low, unsigned char high) {
        const auto byte = static_cast<unsigned char>(text[at]);
        return byte >= low && byte <= high;
    };
    if (text.size() < lead.length) {
        return false;
    }
    for (std::size_t at = 2; at < lead.length; ++at) {
        if (!is_within(at, 0x80, 0xbf)) {
            return false;
        }
    }
    return lead.length == 1 || is_within(1, lead.second, lead.bound);
}

/// Bytes in the well-formed sequence that `text` begins with; 0 if there is none.
std::size_t utf8_length(std::string_view text) noexcept {
    const auto first = static_cast<unsigned char>(text.front());
    for (const Utf8Lead& lead : utf8_leads) {
        if (first >= lead.first && first <= lead.last) {
            return continues(text, lead) ? lead.length : 0;
        }
    }
    return 0;
}

bool is_control(std::string_view sequence) noexcept {
    const auto first = static_cast<unsigned char>(sequence[0]);
    if (sequence.size() == 2) { // U+0080 to U+009F are C2 80 to C2 9F
        return first == 0xc2 && static_cast<unsigned char>(sequence[1]) < 0xa0;
    }
    return first < 0x20 || first == 0x7f;
}

void append_hex(std::string& out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

void append_escaped(std::string& out, unsigned char byte) {
    switch (byte) {
    case '\t':
        out += "\\t";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    default:
        out += "\\x";
        append_hex(out, byte);
    }
}

} // namespace

std::string to_ascii_lower(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) { return to_ascii_lower(c); });
    return lower;
}

std::string to_ascii_upper(std::string_view text) {
    std::string upper(text);
    std::ranges::transform(upper, upper.begin(), [](char c) { return to_ascii_upper(c); });
    return upper;
}

bool iequals(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && std::ranges::equal(a, b, [](char one, char other) {
               return one == other || to_ascii_lower(one) == to_ascii_lower(other);
           });
}

bool istarts_with(std::string_view text, std::string_view prefix) noexcept {
    return text.size() >= prefix.size() && iequals(text.substr(0, prefix.size()), prefix);
}

std::string_view trim(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::pair<std::string_view, std::string_view>>
split_once(std::string_view text, char separator) noexcept {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    return std::pair{text.substr(0, at), text.substr(at + 1)};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    parts.reserve(static_cast<std::size_t>(std::ranges::count(text, separator)) + 1);
    while (const auto halves = split_once(text, separator)) {
        parts.push_back(halves->first);
        text = halves->second;
    }
    parts.push_back(text);
    return parts;
}

std::optional<unsigned long long> parse_decimal(std::string_view text) noexcept {
    unsigned long long number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    if (problem != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return number;
}

bool is_utf8(std::string_view bytes) noexcept {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    for (;;) {
        const auto* const beyond = std::ranges::find_if_not(bytes, is_ascii);
        bytes.remove_prefix(static_cast<std::size_t>(beyond - bytes.begin()));
        if (bytes.empty()) {
            return true;
        }
        const std::size_t length = utf8_length(bytes);
        if (length == 0) {
            return false;
        }
        bytes.remove_prefix(length);
    }
}

std::string printable(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t length = utf8_length(bytes);
        const std::string_view sequence = bytes.substr(0, length == 0 ? 1 : length);
        if (length != 0 && !is_control(sequence)) {
            out += sequence;
        } else {
            for (const char byte : sequence) {
                append_escaped(out, static_cast<unsigned char>(byte));
            }
        }
        bytes.remove_prefix(sequence.size());
    }
    return out;
}

std::string to_hex(std::string_view bytes) {
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const char byte : bytes) {
        append_hex(hex, static_cast<unsigned char>(byte));
    }
    return hex;
}

void append_utf8(char32_t character, std::string& out) {
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xc0U | character >> 6U);
        put(0x80U | (character & 0x3fU));
    } else if (character < 0x10000) {
        put(0xe0U | character >> 12U);
        put(0x80U | (character >> 6U & 0x3fU));
        put(0x80U | (character & 0x3fU));
    } else {
        put(0xf0U | character >> 18U);
        put(0x80U | (character >> 12U & 0x3fU));
        put(0x80U | (character >> 6U & 0x3fU));
        put(0x80U | (character & 0x3fU));
    }
}

std::string base64_encode(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const auto sextet = bits >> (18 - 6 * i) & 63U;
            out += i <= group.size() ? base64_alphabet[sextet] : '=';
        }
    }
    return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    std::string out;
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const auto sextet = base64_alphabet.find(c);
        if (sextet == std::string_view::npos) {
            return std::nullopt;
        }
        bits = bits << 6U | static_cast<std::uint32_t>(sextet);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out += static_cast<char>(bits >> held & 0xffU);
        }
    }
    return out;
}

std::string counted(std::size_t count, std::string_view singular) {
    std::string text = std::to_string(count);
    text += ' ';
    text += singular;
    return count == 1 ? text : text + 's';
}

} // namespace latch::base
