// SPDX-License-Identifier: MIT
#include "output/file_name.hpp"

#include "latch/base/text.hpp"
#include "latch/http/content_disposition.hpp"
#include "latch/http/file_type.hpp"
#include "latch/http/media_type.hpp"

#include <algorithm>

namespace latch::output {

namespace {

/// What is longer than this after the last dot is no extension.
constexpr std::size_t longest_extension = 32;

bool continues_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The first character of a text that is not empty; a byte that begins none stands for itself.
std::string_view first_character(std::string_view text) noexcept {
    std::size_t length = 1;
    while (length < text.size() && length < 4 && continues_character(text[length])) {
        ++length;
    }
    const std::string_view character = text.substr(0, length);
    return base::is_utf8(character) ? character : text.substr(0, 1);
}

/// C0 and DEL, and C1 in UTF-8.
bool is_control(std::string_view character) noexcept {
    const auto lead = static_cast<unsigned char>(character.front());
    return lead < 0x20 || lead == 0x7F ||
           (lead == 0xC2 && static_cast<unsigned char>(character.back()) < 0xA0);
}

/// The marks and isolates that change the direction of text (Unicode, 23.2): U+061C, U+200E,
/// U+200F, U+202A to U+202E, U+2066 to U+2069.
bool turns_text_around(std::string_view character) noexcept {
    const auto last = static_cast<unsigned char>(character.back());
    if (character.starts_with("\xE2\x80")) {
        return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
    }
    if (character.starts_with("\xE2\x81")) {
        return last >= 0xA6 && last <= 0xA9;
    }
    return character == "\u061C";
}

/// Well-formed, and nothing in it that cannot be seen.
std::string visible(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const std::string_view character = first_character(text);
        text.remove_prefix(character.size());
        if (!base::is_utf8(character)) {
            kept += '_';
        } else if (!is_control(character) && !turns_text_around(character)) {
            kept += character;
        }
    }
    return kept;
}

std::string_view last_part(std::string_view path) noexcept {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

/// Of "/a/b/" it is "b". Escapes are undone last, so that "%2F" makes no folder of what it is in.
std::string name_in(const http::Url& url) {
    std::string_view path = url.path;
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    return safe_file_name(http::percent_decode(last_part(path)));
}

std::string_view extension_for(const http::Headers& response) {
    const auto type = http::parse_media_type(response.find("Content-Type").value_or(""));
    return type ? http::usual_extension(type->essence) : std::string_view();
}

/// Where the extension of a name begins, with its dot; the name's end if it has none.
std::size_t extension_at(std::string_view name) noexcept {
    const auto dot = name.rfind('.');
    const bool is_one =
        dot != std::string_view::npos && dot > 0 && name.size() - dot <= longest_extension;
    return is_one ? dot : name.size();
}

/// The longest beginning of at most `limit` bytes that ends between two characters.
std::string_view cut(std::string_view text, std::size_t limit) noexcept {
    std::size_t length = std::min(text.size(), limit);
    while (length < text.size() && length > 0 && continues_character(text[length])) {
        --length;
    }
    return text.substr(0, length);
}

} // namespace

std::string safe_file_name(std::string_view suggested) {
    const std::string text = visible(last_part(suggested));
    const auto first = text.find_first_not_of(". ");
    if (first == std::string::npos) {
        return {};
    }
    std::string name = text.substr(first, text.find_last_not_of(' ') + 1 - first);
    if (name.front() == '-') {
        name.front() = '_';
    }
    return name;
}

std::string download_name(const http::Headers& response, const http::Url& asked) {
    if (const auto disposition = response.find("Content-Disposition")) {
        const auto suggested = http::suggested_file_name(*disposition);
        if (auto name = safe_file_name(suggested.value_or("")); !name.empty()) {
            return name;
        }
    }
    std::string name = name_in(asked);
    if (name.empty()) {
        name = "index";
    }
    const std::string_view extension = extension_for(response);
    if (!extension.empty() && name.find('.') == std::string::npos) {
        name.append(".").append(extension);
    }
    return name;
}

std::string numbered_name(std::string_view name, unsigned number, std::size_t limit) {
    const std::string suffix = number == 0 ? "" : "-" + std::to_string(number);
    const std::string_view extension = name.substr(extension_at(name));
    const std::size_t spent = extension.size() + suffix.size();
    if (spent >= limit) {
        return std::string(cut(name, limit - std::min(limit, suffix.size()))) + suffix;
    }
    const std::string_view stem = name.substr(0, name.size() - extension.size());
    return std::string(cut(stem, limit - spent)).append(extension).append(suffix);
}

} // namespace latch::output
