// SPDX-License-Identifier: MIT
#include "latch/base/redactor.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace latch::base {

namespace {

/// A piece of encoded text: the bytes that it stands for, and how long it is.
struct Unit {
    std::string bytes;
    std::size_t length = 1;
};

Unit as_it_is(std::string_view text) {
    return {.bytes = std::string(text.substr(0, 1)), .length = 1};
}

std::optional<char32_t> hex_number(std::string_view digits) {
    char32_t number = 0;
    for (const char digit : digits) {
        const auto value = hex_value(digit);
        if (!value) {
            return std::nullopt;
        }
        number = number * 16 + *value;
    }
    return number;
}

/// RFC 3986, 2.1.
Unit percent_encoded(std::string_view text) {
    const auto byte =
        text.starts_with('%') && text.size() >= 3 ? hex_number(text.substr(1, 2)) : std::nullopt;
    return byte ? Unit{.bytes = std::string(1, static_cast<char>(*byte)), .length = 3}
                : as_it_is(text);
}

/// As forms have it, with '+' for a blank.
Unit form_encoded(std::string_view text) {
    return text.starts_with('+') ? Unit{.bytes = " ", .length = 1} : percent_encoded(text);
}

/// A UTF-16 unit behind "\u".
std::optional<char32_t> utf16_unit(std::string_view text) {
    const bool is_escape = text.starts_with("\\u") && text.size() >= 6;
    return is_escape ? hex_number(text.substr(2, 4)) : std::nullopt;
}

Unit unicode_escape(std::string_view text, char32_t first) {
    const bool is_high = (first & 0xfc00U) == 0xd800U;
    const auto second = is_high ? utf16_unit(text.substr(6)) : std::nullopt;
    const bool is_pair = second && (*second & 0xfc00U) == 0xdc00U;
    Unit unit{.bytes = {}, .length = is_pair ? 12U : 6U};
    append_utf8(
        is_pair ? 0x10000U + ((first & 0x3ffU) << 10U) + (*second & 0x3ffU) : first, unit.bytes
    );
    return unit;
}

/// RFC 8259, 7.
Unit json_escaped(std::string_view text) {
    if (!text.starts_with('\\') || text.size() < 2) {
        return as_it_is(text);
    }
    if (const auto unit = utf16_unit(text)) {
        return unicode_escape(text, *unit);
    }
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t letter = letters.find(text[1]);
    return letter == std::string_view::npos
               ? as_it_is(text)
               : Unit{.bytes = std::string(1, meanings[letter]), .length = 2};
}

constexpr std::array<Unit (*)(std::string_view), 4> encodings{
    as_it_is, percent_encoded, form_encoded, json_escaped};

/// How much of the beginning of `text` is the secret so encoded; 0 if it begins otherwise.
std::size_t
length_of(std::string_view secret, std::string_view text, Unit (*encoding)(std::string_view)) {
    std::size_t length = 0;
    while (!secret.empty()) {
        const Unit unit = length < text.size() ? encoding(text.substr(length)) : Unit{};
        if (unit.bytes.empty() || !secret.starts_with(unit.bytes)) {
            return 0;
        }
        secret.remove_prefix(unit.bytes.size());
        length += unit.length;
    }
    return length;
}

/// Bytes that may stand for another one, or for more.
constexpr std::string_view escapes = "%+\\";

/// How much of the beginning of `text` is the form in any of the encodings.
std::size_t longest_of(std::string_view form, std::string_view text) {
    if (text.front() != form.front() && escapes.find(text.front()) == std::string_view::npos) {
        return 0;
    }
    std::size_t longest = 0;
    for (auto* const encoding : encodings) {
        longest = std::max(longest, length_of(form, text, encoding));
    }
    return longest;
}

/// What of the secret's base64 does not depend on what stands around it, if `before` bytes (0 to 2)
/// of a group of three stand before it.
std::string in_base64(std::string_view secret, std::size_t before) {
    std::string padded(before, '\0');
    padded.reserve(before + secret.size());
    padded += secret;
    const Secret wiped(std::move(padded));
    const Secret encoded(base64_encode(wiped.reveal()));
    const std::size_t begin = (before * 8 + 5) / 6;
    const std::size_t end = wiped.reveal().size() * 8 / 6;
    return std::string(encoded.reveal().substr(begin, end - begin));
}

/// The alphabet for URLs (RFC 4648, 5).
std::string for_urls(std::string base64) {
    std::ranges::replace(base64, '+', '-');
    std::ranges::replace(base64, '/', '_');
    return base64;
}

} // namespace

Redactor Redactor::for_a_while() const {
    Redactor passing;
    passing.lasting_ = this;
    return passing;
}

bool Redactor::knows(const Secret& secret, std::size_t hash) const {
    if (lasting_ != nullptr && lasting_->knows(secret, hash)) {
        return true;
    }
    const auto [begin, end] = places_.equal_range(hash);
    return std::any_of(begin, end, [&](const auto& place) {
        return forms_[place.second] == secret;
    });
}

void Redactor::learn(const Secret& secret) {
    const std::size_t hash = std::hash<std::string_view>()(secret.reveal());
    if (secret.reveal().size() < shortest || knows(secret, hash)) {
        return;
    }
    places_.emplace(hash, forms_.size());
    forms_.push_back(secret);
    for (const std::size_t before : {0U, 1U, 2U}) {
        std::string base64 = in_base64(secret.reveal(), before);
        forms_.emplace_back(for_urls(base64));
        forms_.emplace_back(std::move(base64));
    }
}

std::size_t Redactor::longest_in(std::string_view text) const {
    std::size_t longest = lasting_ != nullptr ? lasting_->longest_in(text) : 0;
    for (const Secret& form : forms_) {
        longest = std::max(longest, longest_of(form.reveal(), text));
    }
    return longest;
}

std::string Redactor::redact(std::string_view text) const {
    std::string shown;
    while (!text.empty()) {
        const std::size_t longest = longest_in(text);
        shown += longest > 0 ? std::string_view("****") : text.substr(0, 1);
        text.remove_prefix(std::max<std::size_t>(longest, 1));
    }
    return shown;
}

} // namespace latch::base
