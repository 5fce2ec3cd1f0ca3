#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the completions offer. completion.test.sh SOURCE_DIR LATCH
#
# bash, zsh and fish are asked, the manual page is read, by the program that it is for, wherever
# that is installed.
set -euo pipefail

source_dir=$1
PATH=$(dirname "$2"):$PATH
failures=0

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home LATCH_HOME=$home/latch
mkdir -p "$home/latch/sessions" "$home/project/.latch/sessions" "$home/project/sub"
touch "$home/latch/sessions/app.json.lock"
cat >"$home/latch/sessions/app.json" <<'END'
{"latch": {"session": 1}, "base": "https://app.test/v2",
 "origins": {"https://app.test": {}, "http://localhost:8080": {}}}
END
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
offered 'a --no- form that is an option' '--no-check-status' --no-check-
offered 'the --no- forms when asked for' '--no-secret,--no-session,--no-session-read-only' --no-se
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
offered 'the commands of sessions' 'rename' session ren
offered 'the sessions that one can be of' 'app,shop' session show ''
offered 'more than one' 'shop' session remove app s
offered 'its flags' '--names' session list --n
offered 'no flags where there are none' '' session edit --
offered 'nothing where there is nothing' '' session list ''
offered 'the session to set' 'app' session set a
offered 'what can be set' 'base=,bearer=' session set app b
offered 'a bundle' 'a file.pem' session import ''
offered 'the formats that can be read' 'browser' session import --format b
offered 'the formats that can be written' 'har,httpie' session export app --format = h
offered 'the origins of a session' 'https://app.test,https://app.test/v2' @ app https
offered 'the same, not taken apart' 'http://localhost:8080' @app http://
offered 'behind a colon' '//app.test,//app.test/v2' @ app https :
offered 'behind slashes' '//localhost:8080' -v @ app GET http : //l
offered 'behind another colon' '8080' @app http : //localhost : 8
offered 'of a session by option' '//localhost:8080' --session app http : //
offered 'of a session behind an equals sign' '//localhost:8080' --session = app http : //
offered 'none of a session that cannot be read' '' @ shop h
offered 'none without a session' '' -v h
offered 'a method' 'PATCH,POST,PUT' P
offered 'a method after an option' 'DELETE' -v D

# asked PROGRAM WHY EXPECTED GOT
asked() {
    local got
    got=$(printf '%s\n' "$4" | LC_ALL=C sort | tr '\n' ',')
    [[ $got == "$3," ]] || fail "$1, $2: '$got' instead of '$3,'"
}

# What fish offers for a line, without descriptions.
in_fish() {
    asked fish "$1" "$2" "$(fish --no-config -c "
        source '$source_dir/completions/latch.fish'
        complete -C \"latch $3\"" 2>&1 | cut -f 1)"
}

if command -v fish >/dev/null; then
    in_fish 'the commands of sessions' 'remove,rename' 'session re'
    in_fish 'the sessions that one can be of' 'app,shop' 'session show '
    in_fish 'its flags' '--names' 'session list --nam'
    in_fish 'what can be set' 'base=,bearer=' 'session set app b'
    in_fish 'a bundle' 'a file.pem' 'session import a'
    in_fish 'the formats that can be written' 'har,httpie' 'session export app --format h'
    in_fish 'a session' '@app' '@a'
    in_fish 'the origins of a session' 'https://app.test,https://app.test/v2' '@app https'
    in_fish 'of a session by option' 'http://localhost:8080' '--session app http:'
    in_fish 'none of a session that cannot be read' '' '@shop http'
else
    echo 'skipped: fish is not installed'
fi

# What zsh offers for the words; its own completion system is played by a few lines.
in_zsh() {
    local why=$1 expected=$2
    shift 2
    # shellcheck disable=SC2016
    asked zsh "$why" "$expected" "$(zsh -f -c '
        compadd() {
            local word
            while [[ $1 == -S || $1 == -a || $1 == -- ]]; do
                case $1 in
                -S) shift 2 ;;
                --) shift; break ;;
                -a) set -- ${(P)2} ;;
                esac
            done
            for word; do
                [[ $word == ${PREFIX}* ]] && print -r -- $word
            done
        }
        compset() { [[ $PREFIX == @* ]] && PREFIX=${PREFIX#@} }
        _files() { print -rl -- ${PREFIX}*(N) }
        _arguments() { _latch_word }
        file=$1
        shift
        words=("$@") CURRENT=$# PREFIX=${@[-1]}
        source $file' zsh "$source_dir/completions/_latch" latch "$@" 2>&1)"
}

if command -v zsh >/dev/null; then
    in_zsh 'the commands of sessions' 'remove,rename' session re
    in_zsh 'the sessions that one can be of' 'app,shop' session show ''
    in_zsh 'its flags' '--names' session list --n
    in_zsh 'what can be set' 'base=,bearer=' session set app b
    in_zsh 'a bundle' 'a file.pem' session import a
    in_zsh 'the formats that can be written' 'har,httpie' session export app --format h
    in_zsh 'a session' 'app' @a
    in_zsh 'the origins of a session' 'https://app.test,https://app.test/v2' @app https
    in_zsh 'of a session by option' 'http://localhost:8080' --session app http:
    in_zsh 'none of a session that cannot be read' '' @shop http
else
    echo 'skipped: zsh is not installed'
fi

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
