// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/session_command.hpp"
#include "cli/session_setting.hpp"
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

_latch_session() {
    local i=$COMP_CWORD
    while ((i > 1)) && [[ ${COMP_WORDS[i]} == : || ${COMP_WORDS[i - 1]} == : ]]; do
        i=$((i - 1))
    done
    # What stands before a URL, of which the line holds several words already.
    if ((i < COMP_CWORD)); then
        previous=${COMP_WORDS[i - 1]}
        [[ $previous != = ]] || previous=${COMP_WORDS[i - 2]}
    fi
    case $1:$previous in
@SESSION_VALUES@    esac
    case $1:$current in
@SESSION_FLAGS@@SESSION_WORDS@    esac
}

# The name of the session that the line has chosen so far.
_latch_chosen() {
    local i word
    if [[ ${COMP_WORDS[1]} == session ]]; then
        printf '%s' "${COMP_WORDS[3]}"
        return
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        case $word in
        @ | --session | --session-read-only)
            word=${COMP_WORDS[i + 1]}
            [[ $word != = ]] || word=${COMP_WORDS[i + 2]}
            printf '%s' "$word"
            return
            ;;
        @*)
            printf '%s' "${word#@}"
            return
            ;;
        esac
    done
}

# The origins of that session. bash takes URLs apart at their colons.
_latch_origins() {
    local session whole=${COMP_WORDS[COMP_CWORD]} i=$COMP_CWORD origin
    session=$(_latch_chosen)
    [[ -n $session ]] || return
    while ((i > 1)) && [[ ${COMP_WORDS[i]} == : || ${COMP_WORDS[i - 1]} == : ]]; do
        i=$((i - 1))
        whole=${COMP_WORDS[i]}$whole
    done
    [[ $current != : ]] || current=
    for origin in $("${COMP_WORDS[0]}" session show "$session" --origins 2>/dev/null); do
        if [[ $origin == "$whole"* ]]; then
            compopt -o nospace 2>/dev/null
            COMPREPLY+=("${origin#"${whole%"$current"}"}")
        fi
    done
}

_latch_command() {
    case $1:$COMP_CWORD in
    generate:2) _latch_words 'man bash zsh fish' ;;
    help:2) _latch_words '@TOPICS@ @OPTIONS@' ;;
    session:2) _latch_words '@SESSION_COMMANDS@' ;;
    session:*) _latch_session "${COMP_WORDS[2]}" ;;
    generate:* | help:*) ;;
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
        _latch_origins
        ;;
    esac
}

complete -F _latch latch latchs
)script";

/// The commands that offer words and what else there is: " _latch_words 'yes no'; _latch_files;".
std::string offering(std::string_view words, Completes completes) {
    std::string text = words.empty() ? "" : " _latch_words '" + std::string(words) + "';";
    switch (completes) {
    case Completes::nothing:
        return text;
    case Completes::files:
        return text + " _latch_files;";
    case Completes::sessions:
        return text + " _latch_words \"$(_latch_sessions '')\";";
    case Completes::origins:
        return text + " _latch_origins;";
    }
    return text;
}

/// "    --output | -o) " and what to offer for its value.
std::string value_case(const Option& option) {
    std::string text = "    " + spelled(option);
    if (letter(option) != '\0') {
        text += std::string(" | -") + letter(option);
    }
    const std::string offers = offering(option.value.words, option.value.completes);
    return text + ")" + (offers.empty() ? " ;" : offers) + ";\n";
}

/// "    import:--format) " and the formats.
std::string session_values() {
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        for (const OfferedValue& value : offered_values(verb)) {
            text += "    " + std::string(verb.name) + ':' + std::string(value.flag) + ')' +
                    offering(value.words, value.completes) + " return ;;\n";
        }
    }
    return text;
}

/// "    list:-*) " and the flags of the command.
std::string session_flags() {
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        text += "    " + std::string(verb.name) + ":-*)";
        text += verb.flags.empty() ? "" : " _latch_words '" + std::string(verb.flags) + "' ;";
        text += verb.flags.empty() ? " ;;\n" : ";\n";
    }
    return text;
}

/// "    show:*) " and what to offer for the words behind it.
std::string session_words() {
    using Offers = SessionVerb::Offers;
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        const std::string begin = "    " + std::string(verb.name) + ":*)";
        switch (verb.offers) {
        case Offers::nothing:
            break;
        case Offers::sessions:
            text += begin + " _latch_words \"$(_latch_sessions '')\" ;;\n";
            break;
        case Offers::files:
            text += begin + " _latch_files ;;\n";
            break;
        case Offers::settings:
            text += begin +
                    "\n        if ((COMP_CWORD == 3)); then\n"
                    "            _latch_words \"$(_latch_sessions '')\"\n"
                    "        else\n"
                    "            compopt -o nospace 2>/dev/null\n"
                    "            _latch_words '" +
                    setting_beginnings() + "'\n        fi\n        ;;\n";
            break;
        }
    }
    return text;
}

} // namespace

std::string bash_completion() {
    std::string values;
    std::string names;
    std::string negations;
    for (const Option& option : all_options()) {
        if (takes_word(option)) {
            values += value_case(option);
        }
        names += (names.empty() ? "" : " ") + spelled(option);
        names += has_denial(option) ? " " + spelled_no(option) : "";
        negations += (negations.empty() ? "" : " ") + spelled_no(option);
    }
    std::string text = fill(std::string(script), "@VALUES@", values);
    text = fill(std::move(text), "@SESSION_COMMANDS@", offered_session_commands());
    text = fill(std::move(text), "@SESSION_VALUES@", session_values());
    text = fill(std::move(text), "@SESSION_FLAGS@", session_flags());
    text = fill(std::move(text), "@SESSION_WORDS@", session_words());
    text = fill(std::move(text), "@NEGATIONS@", negations);
    text = fill(std::move(text), "@TOPICS@", topic_names());
    text = fill(std::move(text), "@OPTIONS@", names); // of the help
    text = fill(std::move(text), "@OPTIONS@", names);
    text = fill(std::move(text), "@METHODS@", offered_methods);
    return fill(std::move(text), "@COMMANDS@", offered_commands());
}

} // namespace latch::cli
