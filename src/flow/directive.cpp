// SPDX-License-Identifier: MIT
#include "flow/directive.hpp"

#include "latch/base/likeness.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace latch::flow {

namespace {

using Kind = Directive::Kind;

struct Keyword {
    std::string_view word;
    Kind kind;
};

constexpr auto keywords = std::to_array<Keyword>({
    {"include", Kind::include},
    {"defaults", Kind::defaults},
    {"for", Kind::for_each},
    {"if", Kind::condition},
    {"parallel", Kind::parallel},
    {"finally", Kind::finally},
    {"end", Kind::end},
});

const Keyword* find_keyword(std::string_view word) noexcept {
    const auto* const found = std::ranges::find(keywords, word, &Keyword::word);
    return found == keywords.end() ? nullptr : found;
}

/// What flows and their files are called; `login.flow` is no host.
constexpr auto file_endings =
    std::to_array<std::string_view>({".flow", ".csv", ".tsv", ".json", ".jsonl", ".txt"});

bool could_be_url(std::string_view word) {
    const bool is_file = std::ranges::any_of(file_endings, [&](std::string_view ending) {
        return word.ends_with(ending);
    });
    if (is_file || word.empty() || word.front() == '-' || word.front() == '.') {
        return false;
    }
    return word == "localhost" || word.starts_with("{{") ||
           word.find_first_of(":/.") != std::string_view::npos;
}

bool has_url(std::string_view line) {
    std::string words(line);
    std::ranges::replace(words, '\t', ' ');
    return std::ranges::any_of(base::split(words, ' '), could_be_url);
}

/// The keyword that a word has been mistyped for.
const Keyword* nearest_keyword(std::string_view word) {
    const std::string typed = base::to_ascii_lower(word);
    const auto* const found = std::ranges::min_element(keywords, {}, [&](const Keyword& each) {
        return base::edit_distance(typed, each.word);
    });
    const bool is_near =
        base::edit_distance(typed, found->word) <= base::allowed_slips(found->word.size());
    return is_near && !word.empty() ? found : nullptr;
}

/// `@name =` and `@name :=`, whatever the name looks like.
std::optional<Directive> variable_at(const Reading& reading, std::size_t at) {
    const std::size_t begin = at + 1;
    std::size_t end = std::min(reading.text().find_first_of(" \t\n=", begin), reading.size());
    const bool is_computed_at_once =
        reading.has("=", end) && reading.between({.begin = begin, .end = end}).ends_with(':');
    end -= is_computed_at_once ? 1 : 0;
    const std::size_t sign = reading.past_blanks(end);
    const bool is_computed = reading.has(":=", sign);
    if (!is_computed && !reading.has("=", sign)) {
        return std::nullopt;
    }
    const std::string_view name = reading.between({.begin = begin, .end = end});
    return Directive{
        .kind = is_computed ? Kind::computed : Kind::default_value,
        .word = name,
        .meant = name,
        .at = at,
        .behind = sign + (is_computed ? 2 : 1),
    };
}

} // namespace

bool is_directive_word(std::string_view word) noexcept {
    return find_keyword(word) != nullptr;
}

std::optional<Directive> directive_at(const Reading& reading, std::size_t at) {
    if (!reading.has("@", at)) {
        return std::nullopt;
    }
    if (const auto variable = variable_at(reading, at)) {
        return variable;
    }
    const std::size_t end = std::min(reading.text().find_first_of(" \t\n", at), reading.size());
    const std::string_view word = reading.between({.begin = at + 1, .end = end});
    const Keyword* keyword = find_keyword(word);
    if (keyword == nullptr &&
        !has_url(reading.between({.begin = end, .end = reading.line_end(end)}))) {
        keyword = nearest_keyword(word);
    }
    if (keyword == nullptr) {
        return std::nullopt;
    }
    return Directive{
        .kind = keyword->kind, .word = word, .meant = keyword->word, .at = at, .behind = end};
}

bool is_plainly_directive(const Reading& reading, std::size_t at) {
    const auto found = directive_at(reading, at);
    return found && found->word == found->meant;
}

} // namespace latch::flow
