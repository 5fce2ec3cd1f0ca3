// SPDX-License-Identifier: MIT
#include "latch/http/content_disposition.hpp"

#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/url.hpp"

#include <utility>

namespace latch::http {

namespace {

/// Whether each '%' begins an escape, and all else is ASCII as an ext-value has to be.
bool is_percent_encoded(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool broken =
            text[at] == '%' && (at + 2 >= text.size() || !base::is_ascii_hex_digit(text[at + 1]) ||
                                !base::is_ascii_hex_digit(text[at + 2]));
        if (broken || static_cast<unsigned char>(text[at]) >= 0x80) {
            return false;
        }
    }
    return true;
}

/// ISO-8859-1 is the first 256 characters of Unicode.
std::string from_latin1(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        base::append_utf8(static_cast<unsigned char>(byte), text);
    }
    return text;
}

/// "UTF-8'en'na%C3%AFve.txt" (RFC 8187, 3.2).
std::optional<std::string> extended_value(std::string_view text) {
    const auto charset = base::split_once(text, '\'');
    const auto language = charset ? base::split_once(charset->second, '\'') : std::nullopt;
    if (!language || !is_percent_encoded(language->second)) {
        return std::nullopt;
    }
    std::string bytes = percent_decode(language->second);
    if (base::iequals(charset->first, "ISO-8859-1")) {
        return from_latin1(bytes);
    }
    const bool is_understood = base::iequals(charset->first, "UTF-8") && base::is_utf8(bytes);
    return is_understood ? std::optional(std::move(bytes)) : std::nullopt;
}

} // namespace

std::optional<std::string> suggested_file_name(std::string_view disposition) {
    if (const auto extended = media_type_parameter(disposition, "filename*")) {
        if (auto name = extended_value(*extended)) {
            return name;
        }
    }
    auto plain = media_type_parameter(disposition, "filename");
    if (plain && !base::is_utf8(*plain)) {
        return from_latin1(*plain);
    }
    return plain;
}

} // namespace latch::http
