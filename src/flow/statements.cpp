// SPDX-License-Identifier: MIT
#include "flow/statements.hpp"

#include "flow/script_text.hpp"
#include "flow/script_words.hpp"
#include "flow/variable_name.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::flow {

namespace {

std::string in_words(const Directive& directive) {
    return "@" + std::string(directive.meant);
}

/// What follows, as it is; it is noted if nothing does.
Text needed_text(Reading& reading, const Directive& directive, std::string_view missing) {
    const Range rest = rest_of_line(reading, directive.behind);
    if (rest.begin == rest.end) {
        reading.note(directive.at, std::string(missing));
    }
    return read_text(reading, rest);
}

/// One word with templates of its own.
std::optional<Text> read_word(Reading& reading, WordReader& words) {
    std::vector<Template> templates;
    auto word = words.next(templates);
    if (!word) {
        return std::nullopt;
    }
    return Text{
        .text = std::move(word->text),
        .templates = std::move(templates),
        .at = reading.position(word->at),
    };
}

/// NAME=VALUE; its templates are in the value, because a name has none.
std::optional<std::pair<std::string, Text>> read_assignment(Reading& reading, WordReader& words) {
    words.skip_blanks();
    const std::size_t at = words.at();
    auto word = read_word(reading, words);
    if (!word) {
        return std::nullopt;
    }
    const auto parts = base::split_once(word->text, '=');
    if (!parts) {
        reading.note(at, "a value of @include is NAME=VALUE");
        return std::pair(std::string(), *std::move(word));
    }
    std::string name(parts->first);
    check_name(reading, at, name);
    word->text.erase(0, name.size() + 1);
    word->at.column += name.size() + 1;
    return std::pair(std::move(name), *std::move(word));
}

} // namespace

void check_name(Reading& reading, std::size_t at, std::string_view name) {
    if (is_directive_word(name)) {
        reading.note(
            at, std::string(name) + " cannot be the name of a variable", "it is a directive"
        );
    } else if (!is_variable_name(name)) {
        reading.note(
            at,
            name.empty() ? "a variable needs a name" : "this cannot be the name of a variable",
            "names are letters, digits and underscores, no digit first"
        );
    }
}

void expect_nothing(Reading& reading, const Directive& directive) {
    const Range rest = rest_of_line(reading, directive.behind);
    if (rest.begin != rest.end) {
        reading.note(rest.begin, in_words(directive) + " takes nothing");
    }
}

Default read_default(Reading& reading, const Directive& directive) {
    check_name(reading, directive.at + 1, directive.word);
    return {
        .name = std::string(directive.word),
        .value = read_value(reading, rest_of_line(reading, directive.behind)),
        .at = reading.position(directive.at),
    };
}

Computed read_computed(Reading& reading, const Directive& directive) {
    check_name(reading, directive.at + 1, directive.word);
    return {
        .name = std::string(directive.word),
        .program = needed_text(reading, directive, ":= needs an expression"),
        .at = reading.position(directive.at),
    };
}

Include read_include(Reading& reading, const Directive& directive) {
    Include include{.at = reading.position(directive.at)};
    WordReader words(
        reading, {.begin = directive.behind, .end = reading.line_end(directive.behind)}
    );
    auto file = read_word(reading, words);
    if (!file || file->text.empty()) {
        reading.note(directive.at, "@include needs a file");
        return include;
    }
    include.file = *std::move(file);
    while (auto value = read_assignment(reading, words)) {
        include.values.push_back(*std::move(value));
    }
    return include;
}

If read_if(Reading& reading, const Directive& directive) {
    return {
        .condition = needed_text(reading, directive, "@if needs a condition"),
        .body = {},
        .at = reading.position(directive.at),
    };
}

Parallel read_parallel(Reading& reading, const Directive& directive) {
    Parallel parallel{.body = {}, .at = reading.position(directive.at)};
    const Range rest = rest_of_line(reading, directive.behind);
    if (rest.begin == rest.end) {
        return parallel;
    }
    const auto limit = base::parse_decimal(reading.between(rest));
    if (!limit || *limit == 0) {
        reading.note(rest.begin, "@parallel takes a number from 1 on");
        return parallel;
    }
    parallel.limit = static_cast<std::size_t>(*limit);
    return parallel;
}

Defaults read_defaults(Reading& reading, const Directive& directive, Extent& extent) {
    Defaults defaults{.at = reading.position(directive.at)};
    extent.end = reading.indented_end(directive.behind);
    WordReader words(reading, {.begin = directive.behind, .end = extent.end});
    Phrase& phrase = defaults.phrase;
    do {
        while (auto word = words.next(phrase.templates)) {
            phrase.words.push_back(std::move(word->text));
            phrase.places.push_back(reading.position(word->at));
        }
    } while (words.go_to_next_line());
    if (phrase.words.empty()) {
        reading.note(directive.at, "@defaults needs options");
    }
    return defaults;
}

} // namespace latch::flow
