// SPDX-License-Identifier: MIT
#include "flow/script_text.hpp"
#include "flow/script_words.hpp"
#include "flow/statements.hpp"
#include "flow/variable_name.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/text.hpp"
#include "latch/flow/rows.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace latch::flow {

namespace {

/// An integer, or a template alone.
bool is_limit(const Text& text) {
    const auto pieces = base::pieces_of(text.text);
    if (pieces.size() != 1) {
        return false;
    }
    std::string_view digits = pieces.front().text;
    digits.remove_prefix(digits.starts_with('-') ? 1 : 0);
    return pieces.front().hole ||
           (!digits.empty() && std::ranges::all_of(digits, base::is_ascii_digit));
}

/// FROM..TO; nothing if it is something else, as it is if there is no limit before the points.
std::optional<RowsOfRange> read_range(Reading& reading, Range range) {
    const std::size_t dots = reading.between(range).find("..");
    if (dots == std::string_view::npos) {
        return std::nullopt;
    }
    const std::size_t middle = range.begin + dots;
    const std::size_t noted = reading.noted();
    RowsOfRange rows{
        .from = read_text(reading, {.begin = range.begin, .end = middle}),
        .to = read_text(reading, {.begin = middle + 2, .end = range.end}),
    };
    if (!is_limit(rows.from)) {
        reading.forget(noted);
        return std::nullopt;
    }
    if (!is_limit(rows.to)) {
        reading.note(middle, "a range ends with an integer or a template");
    }
    return rows;
}

/// The end of the lines of a list: they are indented, but for one that closes it.
std::size_t end_of_list(const Reading& reading, std::size_t at) {
    const std::size_t end = reading.indented_end(at);
    const std::size_t next = reading.next_line(end);
    return reading.has("]", next) ? reading.line_end(next) : end;
}

/// [WORD …]
RowsOfWords read_list(Reading& reading, std::size_t at, Extent& extent) {
    RowsOfWords rows;
    WordReader words(reading, {.begin = at + 1, .end = end_of_list(reading, at)}, ']');
    do {
        while (auto word = words.next(rows.phrase.templates)) {
            rows.phrase.words.push_back(std::move(word->text));
            rows.phrase.places.push_back(reading.position(word->at));
        }
    } while (!reading.has("]", words.at()) && words.go_to_next_line());
    if (!reading.has("]", words.at())) {
        reading.note(at, "a [ that is not closed");
        extent.end = words.at();
        return rows;
    }
    extent.end = reading.line_end(words.at());
    const Range rest = rest_of_line(reading, words.at() + 1);
    if (rest.begin != rest.end) {
        reading.note(rest.begin, "something follows the ] of a list");
    }
    return rows;
}

Source read_source(Reading& reading, std::size_t at, Extent& extent) {
    const Range range = rest_of_line(reading, at);
    extent.end = reading.line_end(at);
    if (reading.has("[", range.begin)) {
        return read_list(reading, range.begin, extent);
    }
    if (auto rows = read_range(reading, range)) {
        return *std::move(rows);
    }
    const std::size_t noted = reading.noted();
    Text value = read_value(reading, range);
    if (rows_format_of(value.text)) {
        return RowsOfFile{std::move(value)};
    }
    reading.forget(noted);
    return RowsOfProgram{read_text(reading, range)};
}

/// The names up to `in`; where that ends, and nothing if it is missing.
class LoopNames {
public:
    LoopNames(Reading& reading, std::size_t at) : reading_(reading), at_(at) {}

    std::optional<std::size_t> read(std::vector<std::string>& names) {
        bool is_list = true;
        while (is_list) {
            const auto [begin, name] = next();
            if (name.empty() || std::ranges::count(names, name) != 0) {
                reading_.note(
                    begin, name.empty() ? "@for needs a name here" : name + " is there twice"
                );
            } else {
                check_name(reading_, begin, name);
            }
            names.push_back(name);
            at_ = reading_.past_blanks(at_);
            is_list = reading_.has(",", at_);
            at_ += is_list ? 1 : 0;
        }
        const auto [begin, word] = next();
        return word == "in" ? std::optional(at_) : std::nullopt;
    }

private:
    std::pair<std::size_t, std::string> next() {
        const std::size_t begin = reading_.past_blanks(at_);
        at_ = std::min(reading_.text().find_first_of(" \t\n,", begin), reading_.size());
        return {begin, std::string(reading_.between({.begin = begin, .end = at_}))};
    }

    Reading& reading_;
    std::size_t at_;
};

} // namespace

For read_for(Reading& reading, const Directive& directive, Extent& extent) {
    For loop{.body = {}, .at = reading.position(directive.at)};
    extent.end = reading.line_end(directive.behind);
    const auto source = LoopNames(reading, directive.behind).read(loop.names);
    if (!source) {
        reading.note(directive.at, "@for is without in", "@for NAME in SOURCE");
        return loop;
    }
    if (reading.is_blank_line(*source)) {
        reading.note(directive.at, "@for needs something after in");
        return loop;
    }
    loop.source = read_source(reading, *source, extent);
    return loop;
}

} // namespace latch::flow
