#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the completions offer. completion.test.sh SOURCE_DIR
#
# bash is asked through its own interface; zsh, fish and the manual page are read by the program
# they are for, wherever it is installed.
set -euo pipefail

source_dir=$1
failures=0

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home LATCH_HOME=$home/latch
mkdir -p "$home/latch/sessions" "$home/project/.latch/sessions" "$home/project/sub"
touch "$home/latch/sessions/app.json" "$home/latch/sessions/app.json.lock"
touch "$home/project/.latch/sessions/shop.json" "$home/project/sub/a file.pem"
cd "$home/project/sub"

# shellcheck source=/dev/null
source "$source_dir/completions/latch.bash"

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    failures=$((failures + 1))
}

# offered WHY EXPECTED WORD...: the last word is the one being typed; bash has taken the words apart.
offered() {
    local why=$1 expected=$2 got
    shift 2
    COMP_WORDS=(latch "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _latch 2>/dev/null || true
    got=$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ',')
    [[ $got == "$expected," ]] || fail "$why: '$got' instead of '$expected,'"
}

offered 'an option' '--follow' --fol
offered 'a --no- form that is an option' '--no-check-status' --no-check
offered 'the --no- forms when asked for' '--no-session,--no-session-read-only' --no-se
offered 'words of a value' 'all,colors,format,none' --pretty ''
offered 'the same behind an equals sign' 'none' --pretty = n
offered 'the same right behind it' 'basic,bearer,digest' --auth-type =
offered 'words and files' 'yes' --verify y
offered 'a file with a blank in its name' 'a file.pem' -o a
offered 'nothing where nothing is known' '' --timeout ''
offered 'sessions, those of the project too' 'app,shop' --session ''
offered 'a session behind its sign' '@app' @ a
offered 'a session behind its sign, not taken apart' '@app' @a
offered 'all sessions behind their sign' '@app,@shop' @
offered 'a session after an option' '@shop' -v @ s
offered 'a command' 'generate' gen
offered 'its word' 'bash' generate b
offered 'a topic of the help' 'exit-codes' help ex
offered 'an option to be told of' '--follow' help --fol
offered 'a subcommand' 'import' session ''
offered 'its file' 'a file.pem' session import ''
offered 'a method' 'PATCH,POST,PUT' P
offered 'a method after an option' 'DELETE' -v D

check() {
    local program=$1
    shift
    if ! command -v "$program" >/dev/null; then
        printf 'skipped: %s is not installed\n' "$program"
    elif ! output=$("$@" 2>&1) || [[ -n $output ]]; then
        fail "$*: $output"
    fi
}

check zsh zsh -n "$source_dir/completions/_latch"
check fish fish --no-execute "$source_dir/completions/latch.fish"
check mandoc mandoc -T lint -W warning "$source_dir/man/latch.1"
check groff groff -man -ww -z "$source_dir/man/latch.1"

exit $((failures > 0))
