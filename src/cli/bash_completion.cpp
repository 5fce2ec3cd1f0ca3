// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/topic.hpp"

namespace latch::cli {

namespace {

constexpr std::string_view script =
    R"script(# Completion of latch for bash; "latch generate bash" writes it.

# _latch_sessions PREFIX: the names of all sessions.
_latch_sessions() {
    local folder=$PWD file
    {
        printf '%s\n' "${LATCH_HOME:-${XDG_CONFIG_HOME:-$HOME/.config}/latch}"/sessions/*.json
        while [[ -n $folder ]]; do
            printf '%s\n' "$folder"/.latch/sessions/*.json
            folder=${folder%/*}
        done
    } | while IFS= read -r file; do
        if [[ -f $file ]]; then
            file=${file##*/}
            printf '%s\n' "$1${file%.json}"
        fi
    done
}

_latch_words() {
    local IFS=$' \t\n'
    COMPREPLY+=($(compgen -W "$1" -- "$current"))
}

_latch_files() {
    local IFS=$'\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
}

_latch_value() {
    case $1 in
@VALUES@    *) return 1 ;;
    esac
}

_latch_command() {
    case $1:$COMP_CWORD in
    generate:2) _latch_words 'man bash zsh fish' ;;
    help:2) _latch_words '@TOPICS@ @OPTIONS@' ;;
    session:2) _latch_words 'import' ;;
    session:3) _latch_files ;;
    generate:* | session:* | help:*) ;;
    *) return 1 ;;
    esac
}

_latch() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # bash takes words apart at '=' and '@', but puts what is offered in the place of the '@' too.
    if [[ $current == = ]]; then
        current=
    elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $previous == @ ]]; then
        current=@$current
    fi
    if _latch_value "$previous" || { ((COMP_CWORD > 1)) && _latch_command "${COMP_WORDS[1]}"; }; then
        return
    fi
    case $current in
    @*) _latch_words "$(_latch_sessions @)" ;;
    --no-*) _latch_words '@NEGATIONS@' ;;
    -*) _latch_words '@OPTIONS@' ;;
    *)
        _latch_words '@METHODS@'
        if ((COMP_CWORD == 1)); then
            _latch_words '@COMMANDS@'
        fi
        ;;
    esac
}

complete -F _latch latch latchs
)script";

/// "    --output | -o) " and what to offer for its value.
std::string value_case(const Option& option) {
    std::string text = "    " + spelled(option);
    if (letter(option) != '\0') {
        text += std::string(" | -") + letter(option);
    }
    text += ")";
    if (!option.value.words.empty()) {
        text += " _latch_words '" + std::string(option.value.words) + "' ;";
    }
    switch (option.value.completes) {
    case Completes::nothing:
        break;
    case Completes::files:
        text += " _latch_files ;";
        break;
    case Completes::sessions:
        text += " _latch_words \"$(_latch_sessions '')\" ;";
        break;
    }
    if (text.ends_with(')')) {
        text += " ;";
    }
    return text + ";\n";
}

} // namespace

std::string bash_completion() {
    std::string values;
    std::string names;
    std::string negations;
    for (const Option& option : all_options()) {
        if (!is_flag(option)) {
            values += value_case(option);
        }
        names += (names.empty() ? "" : " ") + spelled(option);
        names += has_denial(option) ? " " + spelled_no(option) : "";
        negations += (negations.empty() ? "" : " ") + spelled_no(option);
    }
    std::string text = fill(std::string(script), "@VALUES@", values);
    text = fill(std::move(text), "@NEGATIONS@", negations);
    text = fill(std::move(text), "@TOPICS@", topic_names());
    text = fill(std::move(text), "@OPTIONS@", names); // of the help
    text = fill(std::move(text), "@OPTIONS@", names);
    text = fill(std::move(text), "@METHODS@", offered_methods);
    return fill(std::move(text), "@COMMANDS@", offered_commands());
}

} // namespace latch::cli
