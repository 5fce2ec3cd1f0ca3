// SPDX-License-Identifier: MIT
#include "http/percent.hpp"

#include "latch/base/byte_set.hpp"
#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <optional>
#include <vector>

namespace latch::http {

namespace {

constexpr bool is_alphanumeric(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c);
}

/// Unreserved ones, sub-delims and the separators of path and query (RFC 3986, appendix A).
constexpr base::ByteSet legal_characters([](char c) {
    constexpr std::string_view marks = "-._~!$&'()*+,;=:@/?";
    return is_alphanumeric(c) || marks.find(c) != std::string_view::npos;
});

bool contains(std::string_view set, char c) noexcept {
    return set.find(c) != std::string_view::npos;
}

void append_escape(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

/// The byte of the escape that `text` begins with.
std::optional<char> escaped_byte(std::string_view text) noexcept {
    if (text.size() < 3 || text[0] != '%') {
        return std::nullopt;
    }
    const auto high = base::hex_value(text[1]);
    const auto low = base::hex_value(text[2]);
    if (!high || !low) {
        return std::nullopt;
    }
    return static_cast<char>(*high << 4U | *low);
}

enum class Segment { plain, dot, dot_dot };

Segment kind_of(std::string_view segment) {
    if (segment.size() > std::string_view("%2e%2e").size()) {
        return Segment::plain;
    }
    const std::string decoded = percent_decode(segment);
    return decoded == "." ? Segment::dot : decoded == ".." ? Segment::dot_dot : Segment::plain;
}

} // namespace

std::string encode_illegal(std::string_view text) {
    if (legal_characters.covers(text)) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool legal =
            c == '%' ? escaped_byte(text.substr(at)).has_value() : legal_characters.contains(c);
        if (legal) {
            out += c;
        } else {
            append_escape(out, c);
        }
    }
    return out;
}

std::string remove_dot_segments(std::string_view path) {
    const bool may_have_some =
        path.find("/.") != std::string_view::npos || path.find("/%") != std::string_view::npos;
    if (!may_have_some) {
        return std::string(path);
    }
    std::vector<std::string_view> kept;
    bool ends_with_slash = false;
    for (const std::string_view segment : base::split(path.substr(1), '/')) {
        const Segment kind = kind_of(segment);
        ends_with_slash = kind != Segment::plain;
        if (kind == Segment::plain) {
            kept.push_back(segment);
        } else if (kind == Segment::dot_dot && !kept.empty()) {
            kept.pop_back();
        }
    }
    std::string out;
    for (const std::string_view segment : kept) {
        out += '/';
        out += segment;
    }
    return ends_with_slash || out.empty() ? out + '/' : out;
}

std::string form_encode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ') {
            out += '+';
        } else if (is_alphanumeric(c) || contains("*-._", c)) {
            out += c;
        } else {
            append_escape(out, c);
        }
    }
    return out;
}

std::string percent_decode(std::string_view text) {
    if (text.find('%') == std::string_view::npos) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = escaped_byte(text.substr(at));
        out += byte.value_or(text[at]);
        at += byte ? 2U : 0U;
    }
    return out;
}

} // namespace latch::http
