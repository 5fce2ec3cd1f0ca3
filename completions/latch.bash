# Completion of latch for bash; "latch generate bash" writes it.

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
    --boundary) ;;
    --raw) ;;
    --print | -p) ;;
    --history-print | -P) ;;
    --pretty) _latch_words 'all colors format none';;
    --style | -s) _latch_words 'auto pie pie-dark pie-light solarized monokai fruity';;
    --format-options) ;;
    --max-pages) ;;
    --response-charset) ;;
    --response-mime) ;;
    --output | -o) _latch_files;;
    --expect) ;;
    --capture) ;;
    --jq) ;;
    --jq-json) ;;
    --report) _latch_words 'junit tap json html github';;
    --auth | -a) ;;
    --auth-type | -A) _latch_words 'basic digest bearer';;
    --auth-from) _latch_words 'prompt';;
    --bearer) ;;
    --csrf-token) ;;
    --csrf-url) ;;
    --refresh-url) ;;
    --client-id) ;;
    --client-secret-from) _latch_words 'prompt';;
    --grant) _latch_words 'authorization_code client_credentials device_code';;
    --scope) ;;
    --issuer) ;;
    --token-url) ;;
    --authorize-url) ;;
    --device-url) ;;
    --session) _latch_words "$(_latch_sessions '')";;
    --session-read-only) _latch_words "$(_latch_sessions '')";;
    --max-redirects) ;;
    --timeout) ;;
    --connect-timeout) ;;
    --tls-timeout) ;;
    --first-byte-timeout) ;;
    --limit-rate) ;;
    --verify) _latch_words 'yes no'; _latch_files;;
    --resolve) ;;
    --max-time) ;;
    --retry) ;;
    --max-headers) ;;
    --proxy) ;;
    --unix-socket) _latch_files;;
    --connect-to) ;;
    --interface) ;;
    --http-version) _latch_words '1.0 1.1';;
    --cert) _latch_files;;
    --cert-key) _latch_files;;
    --cert-key-pass) ;;
    --ssl) _latch_words 'auto tls1 tls1.1 tls1.2 tls1.3';;
    --ciphers) ;;
    --pin) ;;
    --default-scheme) _latch_words 'http https';;
    --url) _latch_origins;;
    --url-file) _latch_files;;
    --per-origin) ;;
    --rate) ;;
    --wait) ;;
    --every) ;;
    --times) ;;
    --until) ;;
    --fail-if) ;;
    --var) ;;
    --vars) _latch_files;;
    --secret) ;;
    --only) ;;
    --from) ;;
    --tag) ;;
    --max) ;;
    --timeout-total) ;;
    --jobs) ;;
    *) return 1 ;;
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
    set:--origin) _latch_origins; return ;;
    set:--auth-from) _latch_words 'prompt'; return ;;
    set:--auth-type) _latch_words 'basic digest bearer'; return ;;
    import:--origin) _latch_origins; return ;;
    import:--format) _latch_words 'netscape httpie playwright browser har curl'; return ;;
    export:--output) _latch_files; return ;;
    export:--format) _latch_words 'latch netscape httpie playwright har curl'; return ;;
    esac
    case $1:$current in
    list:-*) _latch_words '--json --names' ;;
    show:-*) _latch_words '--json --origins --show-secrets' ;;
    set:-*) _latch_words '--origin --auth-from --auth-type --quiet' ;;
    edit:-*) ;;
    rename:-*) _latch_words '--force' ;;
    copy:-*) _latch_words '--force' ;;
    remove:-*) _latch_words '--yes' ;;
    clear:-*) ;;
    import:-*) _latch_words '--format --origin --quiet' ;;
    export:-*) _latch_words '--format --output --quiet' ;;
    path:-*) ;;
    show:*) _latch_words "$(_latch_sessions '')" ;;
    set:*)
        if ((COMP_CWORD == 3)); then
            _latch_words "$(_latch_sessions '')"
        else
            compopt -o nospace 2>/dev/null
            _latch_words 'base= header: cookie: auth= bearer= cookie_ports='
        fi
        ;;
    edit:*) _latch_words "$(_latch_sessions '')" ;;
    rename:*) _latch_words "$(_latch_sessions '')" ;;
    copy:*) _latch_words "$(_latch_sessions '')" ;;
    remove:*) _latch_words "$(_latch_sessions '')" ;;
    clear:*) _latch_words "$(_latch_sessions '')" ;;
    import:*) _latch_files ;;
    export:*) _latch_words "$(_latch_sessions '')" ;;
    path:*) _latch_words "$(_latch_sessions '')" ;;
    esac
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
    help:2) _latch_words 'items sessions login output checks paging auth network several wait flows config exit-codes environment httpie --json --form --multipart --boundary --raw --chunked --compress --ignore-stdin --print --headers --body --meta --verbose --all --history-print --quiet --stream --no-stream --pretty --style --format-options --sorted --unsorted --json-output --paginate --paginate-lines --max-pages --curl --curl-long --response-charset --response-mime --output --download --continue --show-secrets --offline --check-status --no-check-status --expect --capture --jq --jq-json --report --github --auth --auth-type --auth-from --bearer --ignore-netrc --csrf --no-csrf --csrf-token --csrf-url --basic --decode --force --refresh-url --oauth2 --client-id --client-secret-from --grant --scope --issuer --token-url --authorize-url --device-url --non-interactive --session --session-read-only --follow --max-redirects --timeout --connect-timeout --tls-timeout --first-byte-timeout --limit-rate --verify --hsts --no-hsts --resolve --max-time --tls-resume --no-tls-resume --retry --retry-unsafe --max-headers --proxy --unix-socket --connect-to --interface --ipv4 --ipv6 --http-version --cert --cert-key --cert-key-pass --ssl --ciphers --pin --native-tls --path-as-is --default-scheme --https --url --url-file --parallel --per-origin --rate --unordered --fail-early --wait --every --times --until --fail-if --var --vars --secret --only --from --tag --bail --keep-going --check --as-shell --max --timeout-total --jobs --save-session --timings --no-timings --config --no-config --help --manual --version' ;;
    session:2) _latch_words 'list show set edit rename copy remove clear import export path' ;;
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
    --no-*) _latch_words '--no-json --no-form --no-multipart --no-boundary --no-raw --no-chunked --no-compress --no-ignore-stdin --no-print --no-headers --no-body --no-meta --no-verbose --no-all --no-history-print --no-quiet --no-stream --no-pretty --no-style --no-format-options --no-sorted --no-unsorted --no-json-output --no-paginate --no-paginate-lines --no-max-pages --no-curl --no-curl-long --no-response-charset --no-response-mime --no-output --no-download --no-continue --no-show-secrets --no-offline --no-check-status --no-expect --no-capture --no-jq --no-jq-json --no-report --no-github --no-auth --no-auth-type --no-auth-from --no-bearer --no-ignore-netrc --no-csrf --no-csrf-token --no-csrf-url --no-basic --no-decode --no-force --no-refresh-url --no-oauth2 --no-client-id --no-client-secret-from --no-grant --no-scope --no-issuer --no-token-url --no-authorize-url --no-device-url --no-non-interactive --no-session --no-session-read-only --no-follow --no-max-redirects --no-timeout --no-connect-timeout --no-tls-timeout --no-first-byte-timeout --no-limit-rate --no-verify --no-hsts --no-resolve --no-max-time --no-tls-resume --no-retry --no-retry-unsafe --no-max-headers --no-proxy --no-unix-socket --no-connect-to --no-interface --no-ipv4 --no-ipv6 --no-http-version --no-cert --no-cert-key --no-cert-key-pass --no-ssl --no-ciphers --no-pin --no-native-tls --no-path-as-is --no-default-scheme --no-https --no-url --no-url-file --no-parallel --no-per-origin --no-rate --no-unordered --no-fail-early --no-wait --no-every --no-times --no-until --no-fail-if --no-var --no-vars --no-secret --no-only --no-from --no-tag --no-bail --no-keep-going --no-check --no-as-shell --no-max --no-timeout-total --no-jobs --no-save-session --no-timings --no-config --no-help --no-manual --no-version' ;;
    -*) _latch_words '--json --form --multipart --boundary --raw --chunked --compress --ignore-stdin --print --headers --body --meta --verbose --all --history-print --quiet --stream --no-stream --pretty --style --format-options --sorted --unsorted --json-output --paginate --paginate-lines --max-pages --curl --curl-long --response-charset --response-mime --output --download --continue --show-secrets --offline --check-status --no-check-status --expect --capture --jq --jq-json --report --github --auth --auth-type --auth-from --bearer --ignore-netrc --csrf --no-csrf --csrf-token --csrf-url --basic --decode --force --refresh-url --oauth2 --client-id --client-secret-from --grant --scope --issuer --token-url --authorize-url --device-url --non-interactive --session --session-read-only --follow --max-redirects --timeout --connect-timeout --tls-timeout --first-byte-timeout --limit-rate --verify --hsts --no-hsts --resolve --max-time --tls-resume --no-tls-resume --retry --retry-unsafe --max-headers --proxy --unix-socket --connect-to --interface --ipv4 --ipv6 --http-version --cert --cert-key --cert-key-pass --ssl --ciphers --pin --native-tls --path-as-is --default-scheme --https --url --url-file --parallel --per-origin --rate --unordered --fail-early --wait --every --times --until --fail-if --var --vars --secret --only --from --tag --bail --keep-going --check --as-shell --max --timeout-total --jobs --save-session --timings --no-timings --config --no-config --help --manual --version' ;;
    *)
        _latch_words 'GET HEAD POST PUT PATCH DELETE OPTIONS'
        if ((COMP_CWORD == 1)); then
            _latch_words 'generate help session login logout token wait run import'
        fi
        _latch_origins
        ;;
    esac
}

complete -F _latch latch latchs
