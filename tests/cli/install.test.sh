#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What an installation puts where, and that its links work. install.test.sh CMAKE BUILD_DIR
set -euo pipefail

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
DESTDIR=$root "$1" --install "$2" --prefix /usr >/dev/null
failures=0

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    failures=$((failures + 1))
}

for file in bin/latch bin/latchs share/man/man1/latch.1 share/man/man1/latchs.1 share/man/man5/latch-flow.5 share/man/man5/latch-session.5 \
    share/bash-completion/completions/latch share/bash-completion/completions/latchs \
    share/zsh/site-functions/_latch share/fish/vendor_completions.d/latch.fish \
    share/fish/vendor_completions.d/latchs.fish; do
    [[ -s $root/usr/$file ]] || fail "$file is not there"
done

[[ $(readlink "$root/usr/bin/latchs") == latch ]] || fail 'latchs is no link to the latch beside it'
export HOME=$root LATCH_HOME=$root
shown=$("$root/usr/bin/latchs" --curl x.test)
[[ $shown == *https://x.test* ]] || fail "latchs means: $shown"
shown=$("$root/usr/bin/latch" --curl x.test)
[[ $shown == *http://x.test* ]] || fail "latch means: $shown"
exit $((failures > 0))
