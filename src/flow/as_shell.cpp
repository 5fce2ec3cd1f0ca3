// SPDX-License-Identifier: MIT
#include "latch/flow/as_shell.hpp"

#include "latch/base/holes.hpp"
#include "latch/base/shell.hpp"
#include "latch/base/text.hpp"
#include "latch/flow/variables.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

namespace latch::flow {

namespace {

constexpr std::string_view beginning = R"(#!/bin/sh
set -eu
latch_folder=$(mktemp -d)
trap 'rm -rf "$latch_folder"' EXIT
latch_session=$latch_folder/session.json
)";

std::string written(const Template& wanted) {
    std::string text;
    for (const std::string& word : wanted.words) {
        const bool has_blank = word.find(' ') != std::string::npos;
        text += (text.empty() ? "" : " ") + (has_blank ? '"' + word + '"' : word);
    }
    return "{{" + text + "}}";
}

/// The word as latch reads it where variables have a meaning.
std::string with_braces(std::string_view word, std::span<const Template> templates) {
    constexpr std::string_view braces = "{{";
    std::string text;
    for (const base::Piece& piece : base::pieces_of(word)) {
        if (piece.hole) {
            text += written(templates[*piece.hole]);
            continue;
        }
        std::string literal(piece.text);
        for (auto at = literal.find(braces); at != std::string::npos;
             at = literal.find(braces, at + 3)) {
            literal.insert(at, 1, '\\');
        }
        text += literal;
    }
    return text;
}

bool has_option(const Wording& words, std::span<const std::string_view> options) {
    return std::ranges::any_of(words.words, [&](std::string_view word) {
        return std::ranges::any_of(options, [&](std::string_view option) {
            return word == option || (option.starts_with("--") && word.starts_with(option) &&
                                      word.substr(option.size()).starts_with('='));
        });
    });
}

/// Writes one script.
class Writer {
public:
    void write(const Steps& steps) {
        for (const Step& step : steps) {
            std::visit([this](const auto& what) { write(what); }, step.what);
        }
    }

    ShellScript result() && {
        return {std::string(beginning) + std::move(text_), std::move(dropped_)};
    }

private:
    void line(std::string_view text) {
        text_.append(indent_, ' ').append(text);
        text_ += '\n';
    }

    void drop(const Position& at, std::string_view what) {
        dropped_.push_back("line " + std::to_string(at.line) + ": " + std::string(what));
        line("# not carried over: " + dropped_.back());
    }

    void within(const Steps& steps) {
        const std::size_t defaults = defaults_.size();
        indent_ += 4;
        write(steps);
        indent_ -= 4;
        defaults_.resize(defaults);
    }

    /// Shell text for a text: literals quoted, variables as "$name"; nothing for functions and
    /// members.
    static std::optional<std::string> shell_text(const Text& text) {
        std::string whole;
        for (const base::Piece& piece : base::pieces_of(text.text)) {
            if (!piece.hole) {
                whole += base::shell_word(piece.text);
                continue;
            }
            const Template& wanted = text.templates[*piece.hole];
            if (names_used(wanted) != wanted.words) {
                return std::nullopt;
            }
            whole += "\"$" + wanted.words.front() + '"';
        }
        return whole.empty() ? "''" : whole;
    }

    void write(const Request& request) {
        Wording words;
        for (const Phrase* const phrase : defaults_) {
            words.append(*phrase);
        }
        words.append(request.phrase);
        text_ += '\n';
        if (!request.title.text.empty()) {
            line("# " + with_braces(request.title.text, request.title.templates));
        }
        constexpr std::array<std::string_view, 1> capture{"--capture"};
        const std::string command = command_for(words);
        if (has_option(words, capture)) {
            line("latch_captured=$(" + command + ")");
            line("eval \"$latch_captured\"");
        } else {
            line(command);
        }
    }

    static std::string command_for(const Wording& words) {
        constexpr std::array<std::string_view, 2> sessions{"--session", "--session-read-only"};
        constexpr std::array<std::string_view, 18> showing{
            "--capture",
            "--jq",
            "--jq-json",
            "--print",
            "-p",
            "--body",
            "-b",
            "--headers",
            "-h",
            "--meta",
            "-m",
            "--verbose",
            "-v",
            "-o",
            "--output",
            "--download",
            "-d",
            "--json-output"};
        constexpr std::array<std::string_view, 2> judging{"--expect", "--until"};
        const bool names_session =
            has_option(words, sessions) || std::ranges::any_of(words.words, [](const auto& word) {
                return word.starts_with('@');
            });
        std::string command = "latch";
        std::set<std::string> names;
        for (const Template& wanted : words.templates) {
            for (const std::string& name : names_used(wanted)) {
                names.insert(name);
            }
        }
        for (const std::string& name : names) {
            command.append(" --var ").append(name).append("=\"$").append(name).append("\"");
        }
        if (names.empty() && !words.templates.empty()) {
            command += " --var latch=''"; // so that functions have a meaning
        }
        command += names_session ? "" : " --session \"$latch_session\"";
        command += has_option(words, showing) ? "" : " --print=";
        command += has_option(words, judging) ? "" : " --expect 'status < 400'";
        for (const std::string& word : words.words) {
            command += ' ' + base::shell_word(
                                 words.templates.empty() ? word : with_braces(word, words.templates)
                             );
        }
        return command;
    }

    void write(const Default& assignment) {
        if (const auto value = shell_text(assignment.value)) {
            line(assignment.name + "=${" + assignment.name + '-' + *value + '}');
        } else {
            drop(assignment.at, '@' + assignment.name);
        }
    }

    void write(const Computed& computed) { drop(computed.at, '@' + computed.name + " := ..."); }

    void write(const Include& include) { drop(include.at, "@include"); }

    void write(const Defaults& defaults) { defaults_.push_back(&defaults.phrase); }

    void write(const For& loop) {
        const auto head = loop.names.size() == 1 ? loop_head(loop) : std::nullopt;
        if (!head) {
            return drop(loop.at, "@for");
        }
        line(head->first);
        within(loop.body);
        line(head->second);
    }

    /// The lines around the body.
    static std::optional<std::pair<std::string, std::string>> loop_head(const For& loop) {
        const std::string& name = loop.names.front();
        if (const auto* const words = std::get_if<RowsOfWords>(&loop.source)) {
            std::string head = "for " + name + " in";
            for (const std::string& word : words->phrase.words) {
                const auto text = shell_text({.text = word, .templates = words->phrase.templates});
                if (!text) {
                    return std::nullopt;
                }
                head += ' ' + *text;
            }
            return std::pair(head + "; do", std::string("done"));
        }
        if (const auto* const range = std::get_if<RowsOfRange>(&loop.source)) {
            const auto from = shell_text(range->from);
            const auto to = shell_text(range->to);
            return from && to ? std::optional(std::pair(
                                    "for " + name + " in $(seq " + *from + ' ' + *to + "); do",
                                    std::string("done")
                                ))
                              : std::nullopt;
        }
        const auto* const file = std::get_if<RowsOfFile>(&loop.source);
        const auto path = file == nullptr ? std::nullopt : shell_text(file->file);
        if (!path || !file->file.text.ends_with(".txt")) {
            return std::nullopt;
        }
        return std::pair("while IFS= read -r " + name + "; do", "done <" + *path);
    }

    void write(const If& condition) { drop(condition.at, "@if"); }

    void write(const Parallel& block) {
        drop(block.at, "@parallel: one after the other");
        within(block.body);
    }

    void write(const Finally& block) {
        text_ += '\n';
        line("latch_finally() {");
        within(block.body);
        line("}");
        line(R"(trap 'latch_finally; rm -rf "$latch_folder"' EXIT)");
    }

    std::string text_;
    std::vector<std::string> dropped_;
    std::vector<const Phrase*> defaults_;
    std::size_t indent_ = 0;
};

/// What is done in the end has to be said first.
Steps last_first(const Steps& steps) {
    Steps ordered;
    for (const bool is_last : {true, false}) {
        std::ranges::copy_if(steps, std::back_inserter(ordered), [&](const Step& step) {
            return std::holds_alternative<Finally>(step.what) == is_last;
        });
    }
    return ordered;
}

} // namespace

ShellScript as_shell(const Script& script) {
    const Steps steps = last_first(script.steps);
    Writer writer;
    writer.write(steps);
    return std::move(writer).result();
}

} // namespace latch::flow
