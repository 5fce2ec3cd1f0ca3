// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/option.hpp"
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

_latch_word() {
  if compset -P 1 '@'; then
    _latch_sessions
    return
  fi
  compadd @METHODS@
  (( CURRENT == 2 )) && compadd @COMMANDS@
}

_latch() {
  case $words[2]:$CURRENT in
    generate:3) compadd man bash zsh fish; return ;;
    help:3) compadd @TOPICS@; return ;;
    session:3) compadd import; return ;;
    session:4) _files; return ;;
  esac
  _arguments -s -S \
@OPTIONS@    '*: :_latch_word'
}

_latch "$@"
)script";

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
    case Completes::nothing:
        break;
    }
    return value.words.empty() ? message + ": " : message + ":(" + std::string(value.words) + ")";
}

/// A specification of _arguments: '*'{-o+,--output=}'[summary]:FILE:_files'.
std::string specification(const Option& option) {
    const bool flag = is_flag(option);
    const std::string spelling = spelled(option) + (flag ? "" : "=");
    std::string text = "    '*'";
    if (letter(option) != '\0') {
        text += std::string("{-") + letter(option) + (flag ? "," : "+,") + spelling + "}";
    } else {
        text += spelling;
    }
    text += "'[" + backslashed(option.summary, "[]:") + "]" + value_part(option.value) + "' \\\n";
    if (has_denial(option)) {
        return text + "    '*" + spelled_no(option) + "[" + std::string(option.denial.summary) +
               "]' \\\n";
    }
    return text + "    '!*" + spelled_no(option) + "' \\\n"; // understood, not offered
}

} // namespace

std::string zsh_completion() {
    std::string options;
    for (const Option& option : all_options()) {
        options += specification(option);
    }
    std::string text = fill(std::string(script), "@METHODS@", offered_methods);
    text = fill(std::move(text), "@COMMANDS@", offered_commands());
    text = fill(std::move(text), "@TOPICS@", topic_names());
    return fill(std::move(text), "@OPTIONS@", options);
}

} // namespace latch::cli
