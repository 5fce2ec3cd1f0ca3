// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/topic.hpp"

namespace latch::cli {

namespace {

constexpr std::string_view script =
    R"script(# Completion of latch for fish; "latch generate fish" writes it.

function __latch_sessions
    set -l home $XDG_CONFIG_HOME
    test -n "$home"; or set home $HOME/.config
    set home $home/latch
    test -n "$LATCH_HOME"; and set home $LATCH_HOME
    set -l folder $PWD
    set -l files $home/sessions/*.json
    while test -n "$folder"
        set -a files $folder/.latch/sessions/*.json
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    string replace -r '^.*/(.*)\.json$' '$1' -- $files
end

complete -c latchs -w latch
complete -c latch -f
complete -c latch -n __fish_use_subcommand -a '@METHODS@'
complete -c latch -n __fish_use_subcommand -a '@COMMANDS@'
complete -c latch -n __fish_use_subcommand -a '(__latch_sessions | string replace -r ^ @)'
complete -c latch -n '__fish_seen_subcommand_from generate' -a 'man bash zsh fish'
complete -c latch -n '__fish_seen_subcommand_from help' -a '@TOPICS@'
complete -c latch -n '__fish_seen_subcommand_from session' -a import
complete -c latch -n '__fish_seen_subcommand_from import' -F
@OPTIONS@)script";

/// How fish completes the value: " -x -a 'basic bearer'".
std::string value_part(const Value& value) {
    if (value.name.empty()) {
        return {};
    }
    std::string text = value.completes == Completes::files ? " -r -F" : " -x";
    if (value.completes == Completes::sessions) {
        text += " -a '(__latch_sessions)'";
    }
    if (!value.words.empty()) {
        text += " -a '" + std::string(value.words) + "'";
    }
    return text;
}

std::string option_lines(const Option& option) {
    std::string text = "complete -c latch";
    if (letter(option) != '\0') {
        text += std::string(" -s ") + letter(option);
    }
    text += " -l " + std::string(long_name(option)) + value_part(option.value);
    text += " -d '" + backslashed(option.summary, "'\\") + "'\n";
    if (has_denial(option)) {
        text += "complete -c latch -l no-" + std::string(long_name(option)) + " -d '" +
                backslashed(option.denial.summary, "'\\") + "'\n";
    }
    return text;
}

} // namespace

std::string fish_completion() {
    std::string options;
    for (const Option& option : all_options()) {
        options += option_lines(option);
    }
    std::string text = fill(std::string(script), "@METHODS@", offered_methods);
    text = fill(std::move(text), "@COMMANDS@", offered_commands());
    text = fill(std::move(text), "@TOPICS@", topic_names());
    return fill(std::move(text), "@OPTIONS@", options);
}

} // namespace latch::cli
