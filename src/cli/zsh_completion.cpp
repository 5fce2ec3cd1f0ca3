// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/session_command.hpp"
#include "cli/session_setting.hpp"
#include "cli/topic.hpp"

namespace latch::cli {

namespace {

constexpr std::string_view script = R"script(#compdef latch latchs
# Completion of latch for zsh; "latch generate zsh" writes it.

_latch_sessions() {
  local home=${LATCH_HOME:-${XDG_CONFIG_HOME:-$HOME/.config}/latch} folder=$PWD
  local -a names
  names=($home/sessions/*.json(N:t:r))
  while [[ -n $folder ]]; do
    names+=($folder/.latch/sessions/*.json(N:t:r))
    folder=${folder%/*}
  done
  compadd "$@" -a names
}

# The origins of the session that the line has chosen so far.
_latch_origins() {
  local session i
  local -a origins
  [[ $words[2] == session ]] && session=${words[4]#@}
  for (( i = 2; i < CURRENT; i++ )); do
    [[ -n $session ]] && break
    case $words[i] in
      @?*) session=${words[i]#@} ;;
      --session=*|--session-read-only=*) session=${words[i]#*=} ;;
      --session|--session-read-only) session=$words[i+1] ;;
    esac
  done
  [[ -n $session ]] || return
  origins=(${(f)"$(${(Q)words[1]} session show ${(Q)session} --origins 2>/dev/null)"})
  compadd -S '' -a origins
}

_latch_word() {
  if compset -P 1 '@'; then
    _latch_sessions
    return
  fi
  compadd @METHODS@
  (( CURRENT == 2 )) && compadd @COMMANDS@
  _latch_origins
}

_latch_session() {
  case $words[3]:$words[CURRENT-1] in
@SESSION_VALUES@  esac
  case $words[3]:$PREFIX in
@SESSION_FLAGS@@SESSION_WORDS@  esac
}

_latch() {
  case $words[2]:$CURRENT in
    generate:3) compadd man bash zsh fish; return ;;
    help:3) compadd @TOPICS@; return ;;
    session:3) compadd @SESSION_COMMANDS@; return ;;
    session:*) _latch_session; return ;;
  esac
  _arguments -s -S \
@OPTIONS@    '*: :_latch_word'
}

_latch "$@"
)script";

/// Text that stands in single quotes, with `special` taken for what it is.
std::string quoted(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : backslashed(text, special)) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out;
}

/// What is offered for a value: ":TYPE:(basic bearer)".
std::string value_part(const Value& value) {
    if (value.name.empty()) {
        return {};
    }
    const std::string message = ":" + backslashed(value.name, ":[]");
    switch (value.completes) {
    case Completes::sessions:
        return message + ":_latch_sessions";
    case Completes::files:
        return value.words.empty()
                   ? message + ":_files"
                   : message + ":{compadd " + std::string(value.words) + "; _files}";
    case Completes::origins:
        return message + ":_latch_origins";
    case Completes::nothing:
        break;
    }
    return value.words.empty() ? message + ": " : message + ":(" + std::string(value.words) + ")";
}

/// A specification of _arguments: '*'{-o+,--output=}'[summary]:FILE:_files'.
std::string specification(const Option& option) {
    const bool flag = is_flag(option);
    const bool is_optional = !flag && !takes_word(option);
    const std::string spelling = spelled(option) + (flag ? "" : is_optional ? "=-" : "=");
    std::string text = "    '*'";
    if (letter(option) != '\0') {
        text += std::string("{-") + letter(option) + (flag ? "," : "+,") + spelling + "}";
    } else {
        text += spelling;
    }
    text += "'[" + quoted(option.summary, "[]:") + "]" + (is_optional ? ":" : "") +
            value_part(option.value) + "' \\\n";
    if (has_denial(option)) {
        return text + "    '*" + spelled_no(option) + "[" + quoted(option.denial.summary, "[]:") +
               "]' \\\n";
    }
    return text + "    '!*" + spelled_no(option) + "' \\\n"; // understood, not offered
}

/// The commands that offer words and what else there is: " compadd yes no; _files;".
std::string offering(const OfferedValue& value) {
    std::string text = value.words.empty() ? "" : " compadd " + value.words + ';';
    switch (value.completes) {
    case Completes::nothing:
        return text;
    case Completes::files:
        return text + " _files;";
    case Completes::sessions:
        return text + " _latch_sessions;";
    case Completes::origins:
        return text + " _latch_origins;";
    }
    return text;
}

std::string session_values() {
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        for (const OfferedValue& value : offered_values(verb)) {
            text += "    " + std::string(verb.name) + ':' + std::string(value.flag) + ')' +
                    offering(value) + " return ;;\n";
        }
    }
    return text;
}

std::string session_flags() {
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        text += "    " + std::string(verb.name) + ":-*)";
        text += verb.flags.empty() ? "" : " compadd -- " + std::string(verb.flags);
        text += " ;;\n";
    }
    return text;
}

std::string session_words() {
    using Offers = SessionVerb::Offers;
    std::string text;
    for (const SessionVerb& verb : session_verbs()) {
        const std::string begin = "    " + std::string(verb.name) + ":*)";
        switch (verb.offers) {
        case Offers::nothing:
            break;
        case Offers::sessions:
            text += begin + " _latch_sessions ;;\n";
            break;
        case Offers::files:
            text += begin + " _files ;;\n";
            break;
        case Offers::settings:
            text += begin +
                    "\n      if (( CURRENT == 4 )); then\n        _latch_sessions\n      else\n"
                    "        compadd -S '' " +
                    setting_beginnings() + "\n      fi\n      ;;\n";
            break;
        }
    }
    return text;
}

} // namespace

std::string zsh_completion() {
    std::string options;
    for (const Option& option : all_options()) {
        options += specification(option);
    }
    std::string text = fill(std::string(script), "@METHODS@", offered_methods);
    text = fill(std::move(text), "@COMMANDS@", offered_commands());
    text = fill(std::move(text), "@SESSION_COMMANDS@", offered_session_commands());
    text = fill(std::move(text), "@SESSION_VALUES@", session_values());
    text = fill(std::move(text), "@SESSION_FLAGS@", session_flags());
    text = fill(std::move(text), "@SESSION_WORDS@", session_words());
    text = fill(std::move(text), "@TOPICS@", topic_names());
    return fill(std::move(text), "@OPTIONS@", options);
}

} // namespace latch::cli
