// SPDX-License-Identifier: MIT
#include "flow/script_text.hpp"

#include "flow/script_words.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow {

namespace {

constexpr std::string_view opening = "{{";
constexpr std::string_view closing = "}}";
constexpr std::string_view literal_opening = "\\{{";

constexpr bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

/// Where the braces close that open there; nothing if they do not on their line, or others open
/// before.
std::optional<std::size_t> closing_braces(const Reading& reading, std::size_t at) {
    const std::string& text = reading.text();
    std::size_t brace = at + opening.size();
    for (;; ++brace) {
        brace = std::min(text.find_first_of("{}\n", brace), text.size());
        if (reading.has(closing, brace)) {
            return brace;
        }
        if (brace == text.size() || text[brace] == '\n' || reading.has(opening, brace)) {
            return std::nullopt;
        }
    }
}

/// Words of a template, one after the other, with quotes as a shell has them.
class TemplateWords {
public:
    TemplateWords(Reading& reading, Range range) : reading_(reading), range_(range) {}

    std::optional<std::string> next() {
        range_.begin = std::min(reading_.past_blanks(range_.begin), range_.end);
        if (range_.begin == range_.end) {
            return std::nullopt;
        }
        std::string word;
        while (range_.begin < range_.end && !is_blank(here())) {
            take(word);
        }
        return word;
    }

private:
    char here() const { return reading_.text()[range_.begin]; }

    void take(std::string& word) {
        const char c = here();
        if (c == '\'' || c == '"') {
            take_quoted(word);
            return;
        }
        range_.begin += c == '\\' && range_.begin + 1 < range_.end ? 1 : 0;
        word += here();
        ++range_.begin;
    }

    void take_quoted(std::string& word) {
        const std::size_t opened = range_.begin;
        const char quote = here();
        for (++range_.begin; range_.begin < range_.end; ++range_.begin) {
            if (here() == quote) {
                ++range_.begin;
                return;
            }
            const bool is_escape = quote == '"' && here() == '\\' && range_.begin + 1 < range_.end;
            range_.begin += is_escape ? 1 : 0;
            word += here();
        }
        reading_.note(opened, std::string("a quote ") + quote + " that is not closed");
    }

    Reading& reading_;
    Range range_;
};

/// Where a quote closes that opens at the beginning of the range, if it does there.
std::optional<std::size_t> closing_quote(const Reading& reading, Range range) {
    const std::string& text = reading.text();
    const char quote = text[range.begin];
    for (std::size_t at = range.begin + 1; at < range.end; ++at) {
        if (text[at] == quote) {
            return at;
        }
        const bool opens = reading.has(opening, at);
        const auto braces = opens ? closing_braces(reading, at) : std::nullopt;
        at = braces ? *braces + 1 : at;
        at += quote == '"' && text[at] == '\\' ? 1U : 0U;
    }
    return std::nullopt;
}

bool is_quote(char c) noexcept {
    return c == '\'' || c == '"';
}

/// An apostrophe within a word opens nothing.
bool can_open(const Reading& reading, Range line, std::size_t at) {
    const std::string& text = reading.text();
    return is_quote(text[at]) && (at == line.begin || !(base::is_ascii_alpha(text[at - 1]) ||
                                                        base::is_ascii_digit(text[at - 1])));
}

/// Past the character, or past all that belongs together with it.
std::size_t past_unit(const Reading& reading, Range line, std::size_t at) {
    if (reading.has(literal_opening, at)) {
        return at + literal_opening.size();
    }
    if (reading.has(opening, at)) {
        const auto end = closing_braces(reading, at);
        return end ? *end + closing.size() : at + opening.size();
    }
    const auto quoted = can_open(reading, line, at)
                            ? closing_quote(reading, {.begin = at, .end = line.end})
                            : std::nullopt;
    return quoted ? *quoted + 1 : at + 1;
}

} // namespace

std::optional<std::size_t> take_braces(Reading& reading, std::size_t at, Draft draft) {
    if (reading.has(literal_opening, at)) {
        draft.text += opening;
        return at + literal_opening.size();
    }
    if (!reading.has(opening, at)) {
        return std::nullopt;
    }
    const auto end = closing_braces(reading, at);
    if (!end) {
        reading.note(
            at, "{{ without }} on its line", R"(a pair of braces that means itself is \{{)"
        );
        return at + opening.size();
    }
    Template found{.words = {}, .at = reading.position(at)};
    TemplateWords words(reading, {.begin = at + opening.size(), .end = *end});
    while (auto word = words.next()) {
        found.words.push_back(*std::move(word));
    }
    if (found.words.empty()) {
        reading.note(at, "{{}} has no name in it");
    } else {
        draft.text += base::hole(draft.templates.size());
        draft.templates.push_back(std::move(found));
    }
    return *end + closing.size();
}

Text read_text(Reading& reading, Range range) {
    Text text{.at = reading.position(range.begin)};
    for (std::size_t at = range.begin; at < range.end;) {
        const auto past = take_braces(reading, at, {text.text, text.templates});
        if (!past) {
            text.text += reading.text()[at];
        }
        at = past.value_or(at + 1);
    }
    return text;
}

Range rest_of_line(const Reading& reading, std::size_t at) {
    Range rest{.begin = reading.past_blanks(at), .end = reading.line_end(at)};
    const std::string& text = reading.text();
    for (std::size_t each = rest.begin; each < rest.end;) {
        if (text[each] == '#' && (each == rest.begin || is_blank(text[each - 1]))) {
            rest.end = each;
            break;
        }
        each = past_unit(reading, rest, each);
    }
    while (rest.end > rest.begin && is_blank(text[rest.end - 1])) {
        --rest.end;
    }
    return rest;
}

Text read_value(Reading& reading, Range range) {
    const bool is_quoted = range.begin < range.end && is_quote(reading.text()[range.begin]) &&
                           closing_quote(reading, range) == range.end - 1;
    if (!is_quoted) {
        return read_text(reading, range);
    }
    Text text{.at = reading.position(range.begin)};
    WordReader words(reading, range);
    if (auto word = words.next(text.templates)) {
        text.text = std::move(word->text);
    }
    return text;
}

} // namespace latch::flow
