// SPDX-License-Identifier: MIT
#include "flow/here_document.hpp"

#include "flow/variable_name.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace latch::flow {

namespace {

constexpr std::string_view mark = "<<";
constexpr std::string_view option = "--raw=";

struct Tag {
    std::string_view name;
    bool is_quoted = false;
    std::size_t end = 0; ///< where it ends
};

/// The tag that begins there; nothing if none does.
std::optional<Tag> tag_at(const Reading& reading, std::size_t at) {
    const std::string_view line = reading.between({.begin = at, .end = reading.line_end(at)});
    const bool is_quoted = line.starts_with('\'') || line.starts_with('"');
    const std::size_t begin = is_quoted ? 1 : 0;
    const std::size_t end = is_quoted ? line.find(line.front(), 1) : line.find_first_of(" \t");
    if (is_quoted && end == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view name = line.substr(begin, end - begin);
    if (!is_variable_name(name)) {
        return std::nullopt;
    }
    return Tag{.name = name, .is_quoted = is_quoted, .end = at + name.size() + 2 * begin};
}

/// Where the line begins that is the tag; nothing if there is none.
std::optional<std::size_t> tag_line(const Reading& reading, std::string_view tag, std::size_t at) {
    while (at < reading.size()) {
        const std::size_t end = reading.line_end(at);
        if (reading.has(tag, at) && reading.is_blank_line(at + tag.size())) {
            return at;
        }
        at = std::min(end + 1, reading.size());
    }
    return std::nullopt;
}

/// The lines from there to the tag's, without the last LF.
Word read_body(Reading& reading, Range lines, const Tag& tag, std::vector<Template>& templates) {
    Word word{.text = std::string(option)};
    lines.end -= lines.end > lines.begin ? 1 : 0;
    if (tag.is_quoted) {
        word.text += reading.between(lines);
        return word;
    }
    for (std::size_t at = lines.begin; at < lines.end;) {
        const auto past = take_braces(reading, at, {word.text, templates});
        if (!past) {
            word.text += reading.text()[at];
        }
        at = past.value_or(at + 1);
    }
    return word;
}

} // namespace

bool is_at_here_document(const Reading& reading, const WordReader& words) noexcept {
    return reading.has(mark, words.at());
}

std::optional<Word>
read_here_document(Reading& reading, WordReader& words, std::vector<Template>& templates) {
    const std::size_t begin = words.at();
    const auto tag = tag_at(reading, begin + mark.size());
    if (!tag) {
        reading.note(
            begin, "<< needs a word that ends the text, like <<END", "'<<' in quotes is a word"
        );
        words.go_to(reading.paragraph_end(begin));
        return std::nullopt;
    }
    const Range rest = rest_of_line(reading, tag->end);
    if (rest.begin != rest.end) {
        reading.note(
            rest.begin, "<<" + std::string(tag->name) + " is not the last word of its line"
        );
    }
    const std::size_t body = reading.next_line(tag->end);
    const auto end = tag_line(reading, tag->name, body);
    if (!end) {
        reading.note(
            begin,
            "there is no line " + std::string(tag->name) + " that ends the text",
            "it stands at the beginning of a line, alone"
        );
        words.go_to(reading.paragraph_end(begin));
        return std::nullopt;
    }
    Word word = read_body(reading, {.begin = body, .end = *end}, *tag, templates);
    word.at = begin;
    words.go_to(reading.line_end(*end));
    return word;
}

} // namespace latch::flow
