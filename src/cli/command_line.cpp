// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include "cli/suggestion.hpp"
#include "cli/topic.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

// CLI11 2.1 takes "--print=" for an option whose value is the next word, "--json=x" for a flag
// called x, and does not tell a value that was attached from one that was not. NUL, which no
// argument can hold, marks the places: it makes an attached value non-empty and recognisable.
constexpr char mark = '\0';
constexpr std::string_view marked_equals{"\0=", 2};

/// Stands behind the last word: an option that takes it has no value.
constexpr std::string_view end_of_words{"\0\0", 2};

bool is_short_form(std::string_view word) noexcept {
    return word.size() > 1 && word[0] == '-' && word[1] != '-';
}

std::string marked(std::string word) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals < 2 || !word.starts_with('-')) {
        return word;
    }
    return is_short_form(word) ? word.insert(equals, 1, mark) : word + mark;
}

/// The word with the value that is meant where none is attached, if it is such an option.
std::string with_implied_value(const std::string& word) {
    const auto options = all_options();
    const auto option = std::ranges::find_if(options, [&](const Option& each) {
        return !each.value.implied.empty() && word == spelled(each);
    });
    return option == options.end() ? word : word + '=' + std::string(option->value.implied);
}

/// The word again, without its marks. An equals sign right before an attached value goes as well.
std::string unmarked(std::string word) {
    if (word.starts_with(marked_equals)) {
        word.erase(0, marked_equals.size());
    }
    std::erase(word, mark);
    return word;
}

/// "follow" of "--follow", "--follow=x" and "--no-follow"; of other words something that is no
/// name.
std::string_view bare_name(std::string_view word) noexcept {
    word = word.substr(0, word.find('='));
    for (const std::string_view prefix : {"--", "no-"}) {
        word.remove_prefix(word.starts_with(prefix) ? prefix.size() : 0);
    }
    return word;
}

/// Whether the words seem to mention the option, so that CLI11 has to know it. Registering costs
/// time that grows with the square of their number: 30 options with their --no- forms take 0.25 ms,
/// a tenth of a whole request, and 100 would take more than 2 ms.
bool is_mentioned(const Option& option, std::span<const std::string> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return is_short_form(word) ? word.find(letter(option)) != std::string_view::npos
                                   : bare_name(word) == long_name(option);
    });
}

/// The options of the table as CLI11 knows them.
class Registry {
public:
    explicit Registry(std::span<const std::string> words) {
        app_.set_help_flag();
        app_.allow_extras();
        for (const Option& option : all_options()) {
            if (is_mentioned(option, words)) {
                add(option);
            }
        }
    }

    void parse(std::vector<std::string> words) {
        std::ranges::reverse(words); // CLI11 takes them from the back
        app_.parse(std::move(words));
    }

    /// Each option typed with the text of its value, in the order typed.
    std::vector<Occurrence> occurrences() const {
        std::vector<Occurrence> found;
        std::map<const CLI::Option*, std::size_t> seen;
        for (const CLI::Option* const typed : app_.parse_order()) {
            Occurrence occurrence = known_.at(typed);
            occurrence.text = typed->results().at(seen[typed]++);
            found.push_back(std::move(occurrence));
        }
        return found;
    }

    /// Everything else: positionals, "--", options that do not exist.
    std::vector<std::string> rest() const { return app_.remaining(); }

private:
    void add(const Option& option) {
        CLI::Option* const plain =
            is_flag(option) ? app_.add_flag(std::string(option.names))
                            : app_.add_option(std::string(option.names), CLI::callback_t{});
        plain->take_all();
        known_[plain] = {.option = &option, .form = Occurrence::Form::plain, .text = {}};
        CLI::Option* const denied = app_.add_flag(spelled_no(option));
        known_[denied] = {.option = &option, .form = Occurrence::Form::denied, .text = {}};
    }

    CLI::App app_;
    std::map<const CLI::Option*, Occurrence> known_;
};

Error unwanted_value(const std::string& name) {
    return {ErrorKind::usage, name + " takes no value"};
}

/// Checks and cleans the text that CLI11 found for an option.
Result<void> settle_text(Occurrence& occurrence) {
    const bool takes_value =
        occurrence.form == Occurrence::Form::plain && !is_flag(*occurrence.option);
    if (!takes_value) {
        if (occurrence.text != "true") { // what CLI11 says of a flag that stands alone
            return unwanted_value(name_of(occurrence));
        }
        occurrence.text.clear();
        return {};
    }
    if (occurrence.text == end_of_words) {
        return Error(ErrorKind::usage, name_of(occurrence) + " needs a value")
            .because("it is the last word")
            .hinting(
                "write " + name_of(occurrence) + ' ' + std::string(occurrence.option->value.name)
            );
    }
    occurrence.text = unmarked(std::move(occurrence.text));
    return {};
}

/// "-x" of "-xyz"; whole characters, not bytes.
std::string first_letter(const std::string& word) {
    std::size_t length = 2;
    while (length < word.size() && (static_cast<unsigned char>(word[length]) & 0xc0U) == 0x80U) {
        ++length;
    }
    return word.substr(0, length);
}

/// A long option that was typed with one dash, and so taken for a cluster of letters of which
/// `rest` is left.
std::string with_another_dash(std::string_view rest, std::span<const std::string> arguments) {
    for (const std::string& argument : arguments) {
        if (is_short_form(argument) && argument.ends_with(rest.substr(1))) {
            const std::string name = '-' + argument.substr(0, argument.find('='));
            const auto similar = similar_options(name);
            if (std::ranges::count(similar, name) != 0) {
                return "did you mean " + name;
            }
        }
    }
    return "-- ends the options, if the word is something else";
}

/// The error for a word that looks like an option and is none. Only the name is repeated: what
/// follows it may be a secret.
Error unknown(const std::string& word, std::span<const std::string> arguments) {
    if (word.starts_with("-" + std::string(marked_equals))) {
        return Error(ErrorKind::usage, "a flag takes no value").because("'=' follows its letter");
    }
    if (is_short_form(word)) {
        return Error(ErrorKind::usage, "there is no option " + first_letter(word))
            .hinting(with_another_dash(unmarked(word), arguments));
    }
    return no_option(word.substr(0, word.find('=')));
}

/// The positionals out of what CLI11 left over; an error at the first option that does not exist.
Result<std::vector<std::string>>
positionals(const std::vector<std::string>& rest, std::span<const std::string> arguments) {
    std::vector<std::string> found;
    bool options_ended = false;
    for (const std::string& word : rest) {
        if (word == end_of_words) {
            continue;
        }
        if (options_ended || word == "-" || !word.starts_with('-')) {
            found.push_back(unmarked(word));
        } else if (word == "--") {
            options_ended = true;
        } else {
            return unknown(word, arguments);
        }
    }
    return found;
}

Result<CommandLine> understood(const Registry& registry, std::span<const std::string> arguments) {
    CommandLine line;
    line.occurrences = registry.occurrences();
    for (Occurrence& occurrence : line.occurrences) {
        if (auto settled = settle_text(occurrence); !settled) {
            return settled.error();
        }
    }
    auto others = positionals(registry.rest(), arguments);
    if (!others) {
        return others.error();
    }
    line.positionals = *std::move(others);
    return line;
}

} // namespace

std::string name_of(const Occurrence& occurrence) {
    return occurrence.form == Occurrence::Form::denied ? spelled_no(*occurrence.option)
                                                       : spelled(*occurrence.option);
}

Error no_option(const std::string& name) {
    std::string hint = instead_of(name);
    hint = hint.empty() ? did_you_mean(similar_options(name)) : hint;
    return Error(ErrorKind::usage, "there is no option " + name)
        .hinting(hint.empty() ? "latch help shows all options" : std::move(hint));
}

Result<CommandLine> take_apart(std::span<const std::string> arguments) {
    std::vector<std::string> words;
    bool options_ended = false;
    for (const std::string& argument : arguments) {
        if (argument.find(mark) != std::string::npos) {
            return Error(ErrorKind::usage, "an argument holds a NUL byte");
        }
        options_ended = options_ended || argument == "--";
        const bool may_imply = !options_ended && argument.starts_with("--");
        words.push_back(marked(may_imply ? with_implied_value(argument) : argument));
    }
    words.emplace_back(end_of_words);
    try {
        Registry registry(arguments);
        registry.parse(std::move(words));
        return understood(registry, arguments);
    } catch (const CLI::Error& problem) {
        return Error(ErrorKind::usage, "cannot understand the arguments").because(problem.what());
    }
}

} // namespace latch::cli
