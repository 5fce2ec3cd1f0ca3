// SPDX-License-Identifier: MIT
#include "access/html_tags.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace latch::access {

namespace {

constexpr std::string_view blanks = " \t\n\f\r";

/// Elements whose content is text up to their end tag.
constexpr std::array<std::string_view, 8> text_elements{
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"};

struct NamedReference {
    std::string_view name;
    char32_t character;
};

constexpr std::array<NamedReference, 12> named_references{{
    {"amp", U'&'},
    {"lt", U'<'},
    {"gt", U'>'},
    {"quot", U'"'},
    {"apos", U'\''},
    {"nbsp", U'\u00a0'},
    {"plus", U'+'},
    {"sol", U'/'},
    {"equals", U'='},
    {"num", U'#'},
    {"colon", U':'},
    {"NewLine", U'\n'},
}};

/// "#43" or "#x2b"; digits that name no character give the replacement character.
std::optional<char32_t> numeric_reference(std::string_view text) {
    constexpr char32_t replacement = 0xfffd;
    constexpr char32_t last = 0x10ffff;
    const bool is_hex = text.size() > 1 && base::to_ascii_lower(text[1]) == 'x';
    const std::string_view digits = text.substr(is_hex ? 2 : 1);
    char32_t value = 0;
    for (const char c : digits) {
        const auto digit = base::hex_value(c);
        if (!digit || (!is_hex && *digit > 9)) {
            return std::nullopt;
        }
        value = std::min(value * (is_hex ? 16 : 10) + *digit, last + 1);
    }
    if (digits.empty()) {
        return std::nullopt;
    }
    const bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    return value == 0 || value > last || is_surrogate ? replacement : value;
}

std::optional<char32_t> reference(std::string_view text) {
    if (text.starts_with('#')) {
        return numeric_reference(text);
    }
    const auto* const found = std::ranges::find(named_references, text, &NamedReference::name);
    return found == named_references.end() ? std::nullopt : std::optional(found->character);
}

std::size_t find_ignoring_case(std::string_view text, std::string_view lowercase) noexcept {
    // Not the algorithm of std::ranges, which Clang 14 cannot compile.
    const auto* const found = std::search(
        text.begin(),
        text.end(),
        lowercase.begin(),
        lowercase.end(),
        [](char c, char wanted) { return base::to_ascii_lower(c) == wanted; }
    );
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

} // namespace

std::optional<std::string_view> Tag::find(std::string_view attribute) const noexcept {
    const auto found =
        std::ranges::find(attributes, attribute, &std::pair<std::string, std::string>::first);
    return found == attributes.end() ? std::nullopt
                                     : std::optional(std::string_view(found->second));
}

std::optional<Tag> Tags::next() {
    while (skip_to_tag()) {
        if (rest_.starts_with("<!") || rest_.starts_with("<?")) {
            skip_declaration();
            continue;
        }
        return read_tag();
    }
    return std::nullopt;
}

/// Moves on to what "<" begins and is no text: a tag, a comment or a declaration.
bool Tags::skip_to_tag() {
    for (;;) {
        rest_.remove_prefix(std::min(rest_.find('<'), rest_.size()));
        if (rest_.size() < 2) {
            return false;
        }
        const char second = rest_[1];
        const bool ends = second == '/' && rest_.size() > 2 && base::is_ascii_alpha(rest_[2]);
        if (base::is_ascii_alpha(second) || second == '!' || second == '?' || ends) {
            return true;
        }
        rest_.remove_prefix(1);
    }
}

void Tags::skip_declaration() {
    const bool is_comment = rest_.starts_with("<!--");
    // "<!-->" is an empty comment already.
    const std::size_t end = is_comment ? rest_.find("-->", 2) : rest_.find('>');
    const std::size_t length = is_comment ? 3 : 1;
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + length);
}

std::optional<Tag> Tags::read_tag() {
    Tag tag;
    tag.closes = rest_[1] == '/';
    rest_.remove_prefix(tag.closes ? 2 : 1);
    const std::size_t end = std::min(rest_.find_first_of(" \t\n\f\r/>"), rest_.size());
    tag.name = base::to_ascii_lower(rest_.substr(0, end));
    rest_.remove_prefix(end);
    while (read_attribute(tag)) {
    }
    if (rest_.empty()) {
        return std::nullopt;
    }
    rest_.remove_prefix(1);
    if (!tag.closes && std::ranges::find(text_elements, tag.name) != text_elements.end()) {
        skip_raw_text(tag.name);
    }
    return tag;
}

/// Reads the next attribute into `tag`; false at ">" and at the end of the text.
bool Tags::read_attribute(Tag& tag) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n\f\r/"), rest_.size()));
    if (rest_.empty() || rest_.front() == '>') {
        return false;
    }
    // A "=" in front belongs to the name.
    const std::size_t end = std::min(rest_.find_first_of(" \t\n\f\r/>=", 1), rest_.size());
    std::string name = base::to_ascii_lower(rest_.substr(0, end));
    rest_.remove_prefix(end);
    std::string value = read_value().value_or("");
    tag.attributes.emplace_back(std::move(name), std::move(value));
    return true;
}

/// What follows "=", with blanks around it; nothing if no "=" is there.
std::optional<std::string> Tags::read_value() {
    const std::size_t sign = rest_.find_first_not_of(blanks);
    if (sign == std::string_view::npos || rest_[sign] != '=') {
        return std::nullopt;
    }
    rest_.remove_prefix(sign + 1);
    rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks), rest_.size()));
    const bool is_quoted = rest_.starts_with('"') || rest_.starts_with('\'');
    const std::size_t end =
        is_quoted ? rest_.find(rest_.front(), 1) : rest_.find_first_of(" \t\n\f\r>");
    if (end == std::string_view::npos) {
        rest_ = {};
        return std::nullopt;
    }
    const std::size_t begin = is_quoted ? 1 : 0;
    std::string value = without_references(rest_.substr(begin, end - begin));
    rest_.remove_prefix(end + begin);
    return value;
}

void Tags::skip_raw_text(std::string_view name) {
    const std::size_t end = find_ignoring_case(rest_, "</" + std::string(name));
    rest_.remove_prefix(std::min(end, rest_.size()));
}

std::string without_references(std::string_view text) {
    /// "#x0010ffff"
    constexpr std::size_t longest = 10;
    std::string plain;
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&')) {
        plain += text.substr(0, at);
        text.remove_prefix(at + 1);
        const std::size_t end = text.substr(0, longest + 1).find(';');
        const auto character =
            end == std::string_view::npos ? std::nullopt : reference(text.substr(0, end));
        if (character) {
            base::append_utf8(*character, plain);
            text.remove_prefix(end + 1);
        } else {
            plain += '&';
        }
    }
    return plain += text;
}

} // namespace latch::access
