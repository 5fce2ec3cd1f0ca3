// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/session_command.hpp"
#include "cli/session_setting.hpp"
#include "cli/topic.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <vector>

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

# The origins of the session that the line has chosen so far.
function __latch_origins
    set -l words (commandline -opc)
    set -l session
    test "$words[2]" = session; and set session (string replace -r '^@' '' -- $words[4])
    for i in (seq 2 (count $words))
        test -n "$session"; and break
        switch $words[$i]
            case '@*'
                set session (string sub -s 2 -- $words[$i])
            case '--session=*' '--session-read-only=*'
                set session (string replace -r '^[^=]*=' '' -- $words[$i])
            case --session --session-read-only
                set session $words[(math $i + 1)]
        end
    end
    test -n "$session"; and command -q $words[1]; and $words[1] session show $session --origins 2>/dev/null
end

# __latch_in_session COMMAND...: whether one of these commands of "latch session" is typed.
function __latch_in_session
    set -l words (commandline -opc)
    test (count $words) -ge 3; and test "$words[2]" = session; and contains -- $words[3] $argv
end

function __latch_needs_session_command
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = session
end

function __latch_needs_setting
    __latch_in_session set; and test (count (commandline -opc)) -ge 4
end

complete -c latchs -w latch
complete -c latch -f
complete -c latch -n __fish_use_subcommand -a '@METHODS@'
complete -c latch -n __fish_use_subcommand -a '@COMMANDS@'
complete -c latch -n __fish_use_subcommand -a '(__latch_sessions | string replace -r ^ @)'
complete -c latch -n '__fish_seen_subcommand_from login logout token wait' -a '(__latch_sessions | string replace -r ^ @)'
complete -c latch -n '__fish_seen_subcommand_from generate' -a 'man bash zsh fish'
complete -c latch -n '__fish_seen_subcommand_from help' -a '@TOPICS@'
complete -c latch -n 'not __fish_seen_subcommand_from generate help session' -a '(__latch_origins)'
complete -c latch -n __latch_needs_session_command -a '@SESSION_COMMANDS@'
@SESSION_WORDS@@OPTIONS@)script";

/// How fish completes a value: " -x -a 'basic bearer'".
std::string value_part(std::string_view words, Completes completes) {
    std::string text = completes == Completes::files ? " -r -F" : " -x";
    if (completes == Completes::sessions) {
        text += " -a '(__latch_sessions)'";
    } else if (completes == Completes::origins) {
        text += " -a '(__latch_origins)'";
    }
    return words.empty() ? text : text + " -a '" + std::string(words) + "'";
}

std::string value_part(const Value& value) {
    return value.name.empty() || !value.implied.empty() ? ""
                                                        : value_part(value.words, value.completes);
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

std::string session_lines(const SessionVerb& verb) {
    using Offers = SessionVerb::Offers;
    const std::string condition =
        "complete -c latch -n '__latch_in_session " + std::string(verb.name) + "'";
    std::string text;
    switch (verb.offers) {
    case Offers::nothing:
        break;
    case Offers::files:
        text = condition + " -F\n";
        break;
    case Offers::sessions:
        text = condition + " -a '(__latch_sessions)'\n";
        break;
    case Offers::settings:
        text = condition + " -a '(__latch_sessions)'\n" +
               "complete -c latch -n __latch_needs_setting -a '" + setting_beginnings() + "'\n";
        break;
    }
    const std::vector<OfferedValue> values = offered_values(verb);
    for (const std::string_view name : base::split(verb.flags, ' ')) {
        if (!name.empty()) {
            const auto value = std::ranges::find(values, name, &OfferedValue::flag);
            text += condition + " -l " + std::string(name.substr(2)) +
                    (value == values.end() ? "" : value_part(value->words, value->completes)) +
                    '\n';
        }
    }
    return text;
}

} // namespace

std::string fish_completion() {
    std::string options;
    for (const Option& option : all_options()) {
        options += option_lines(option);
    }
    std::string of_sessions;
    for (const SessionVerb& verb : session_verbs()) {
        of_sessions += session_lines(verb);
    }
    std::string text = fill(std::string(script), "@METHODS@", offered_methods);
    text = fill(std::move(text), "@SESSION_COMMANDS@", offered_session_commands());
    text = fill(std::move(text), "@SESSION_WORDS@", of_sessions);
    text = fill(std::move(text), "@COMMANDS@", offered_commands());
    text = fill(std::move(text), "@TOPICS@", topic_names());
    return fill(std::move(text), "@OPTIONS@", options);
}

} // namespace latch::cli
