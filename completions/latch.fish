# Completion of latch for fish; "latch generate fish" writes it.

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
complete -c latch -n __fish_use_subcommand -a 'GET HEAD POST PUT PATCH DELETE OPTIONS'
complete -c latch -n __fish_use_subcommand -a 'generate help session login logout token wait run import'
complete -c latch -n __fish_use_subcommand -a '(__latch_sessions | string replace -r ^ @)'
complete -c latch -n '__fish_seen_subcommand_from login logout token wait' -a '(__latch_sessions | string replace -r ^ @)'
complete -c latch -n '__fish_seen_subcommand_from generate' -a 'man bash zsh fish'
complete -c latch -n '__fish_seen_subcommand_from help' -a 'items sessions login output checks paging auth network several wait flows config exit-codes environment httpie'
complete -c latch -n 'not __fish_seen_subcommand_from generate help session' -a '(__latch_origins)'
complete -c latch -n __latch_needs_session_command -a 'list show set edit rename copy remove clear import export path'
complete -c latch -n '__latch_in_session list' -l json
complete -c latch -n '__latch_in_session list' -l names
complete -c latch -n '__latch_in_session show' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session show' -l json
complete -c latch -n '__latch_in_session show' -l origins
complete -c latch -n '__latch_in_session show' -l show-secrets
complete -c latch -n '__latch_in_session set' -a '(__latch_sessions)'
complete -c latch -n __latch_needs_setting -a 'base= header: cookie: auth= bearer= cookie_ports='
complete -c latch -n '__latch_in_session set' -l origin -x -a '(__latch_origins)'
complete -c latch -n '__latch_in_session set' -l auth-from -x -a 'prompt'
complete -c latch -n '__latch_in_session set' -l auth-type -x -a 'basic digest bearer'
complete -c latch -n '__latch_in_session set' -l quiet
complete -c latch -n '__latch_in_session edit' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session rename' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session rename' -l force
complete -c latch -n '__latch_in_session copy' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session copy' -l force
complete -c latch -n '__latch_in_session remove' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session remove' -l yes
complete -c latch -n '__latch_in_session clear' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session import' -F
complete -c latch -n '__latch_in_session import' -l format -x -a 'netscape httpie playwright browser har curl'
complete -c latch -n '__latch_in_session import' -l origin -x -a '(__latch_origins)'
complete -c latch -n '__latch_in_session import' -l quiet
complete -c latch -n '__latch_in_session export' -a '(__latch_sessions)'
complete -c latch -n '__latch_in_session export' -l format -x -a 'latch netscape httpie playwright har curl'
complete -c latch -n '__latch_in_session export' -l output -r -F
complete -c latch -n '__latch_in_session export' -l quiet
complete -c latch -n '__latch_in_session path' -a '(__latch_sessions)'
complete -c latch -s j -l json -d 'send fields as JSON (the default)'
complete -c latch -s f -l form -d 'send fields as an HTML form'
complete -c latch -l multipart -d 'send fields and files as a multipart form'
complete -c latch -l boundary -x -d 'put TEXT between the parts of a form'
complete -c latch -l raw -x -d 'send TEXT as the body, as it is'
complete -c latch -l chunked -d 'send the body in chunks, without a length'
complete -c latch -s x -l compress -d 'deflate the body if smaller; -xx: always'
complete -c latch -s I -l ignore-stdin -d 'never read a body from standard input'
complete -c latch -s p -l print -x -d 'show these parts: letters of HBhbm'
complete -c latch -s h -l headers -d 'show the response head only: --print=h'
complete -c latch -s b -l body -d 'show the response body only: --print=b'
complete -c latch -s m -l meta -d 'show times, address, TLS: --print=m'
complete -c latch -s v -l verbose -d 'show request and response; -vv: and meta'
complete -c latch -l all -d 'show redirects on the way as well'
complete -c latch -s P -l history-print -x -d 'as --print, for hops that are not the last'
complete -c latch -s q -l quiet -d 'show nothing; -qq: and warn of nothing'
complete -c latch -s S -l stream -d 'write each piece as soon as it comes'
complete -c latch -l no-stream -d 'gather output into large pieces'
complete -c latch -l pretty -x -a 'all colors format none' -d 'what to prettify: all, colors, format, none'
complete -c latch -s s -l style -x -a 'auto pie pie-dark pie-light solarized monokai fruity' -d 'the colours: auto, pie, monokai and more'
complete -c latch -l format-options -x -d 'how to lay out, for example json.indent:2'
complete -c latch -l sorted -d 'sort headers and the keys of JSON'
complete -c latch -l unsorted -d 'sort nothing'
complete -c latch -l json-output -d 'show the whole exchange as one JSON document'
complete -c latch -l paginate -d 'follow a list, show all items as one array'
complete -c latch -l paginate-lines -d 'the same with an item a line'
complete -c latch -l max-pages -x -d 'read no more than N pages of a list'
complete -c latch -l curl -d 'show a curl command instead of sending'
complete -c latch -l curl-long -d 'the same with the long options of curl'
complete -c latch -l response-charset -x -d 'read the response\'s text as CHARSET'
complete -c latch -l response-mime -x -d 'format the response as if of TYPE'
complete -c latch -s o -l output -r -F -d 'write to FILE instead of standard output'
complete -c latch -s d -l download -d 'save the body as a file, show heads only'
complete -c latch -s c -l continue -d 'fetch what a broken --download lacks'
complete -c latch -l show-secrets -d 'show credentials and cookies unshortened'
complete -c latch -l offline -d 'show the request, send nothing'
complete -c latch -l check-status -d 'exit with 3, 4 or 5 by status (default)'
complete -c latch -l no-check-status -d 'exit with 0 whatever the status'
complete -c latch -l expect -x -d 'exit with 8 unless the answer fulfils it'
complete -c latch -l capture -x -d 'print NAME=value instead of the body'
complete -c latch -l jq -x -d 'print what a jq filter makes of the body'
complete -c latch -l jq-json -x -d 'the same, with strings in quotes'
complete -c latch -l report -x -a 'junit tap json html github' -d 'a report of what came of the requests'
complete -c latch -l github -d 'the same as --report=github'
complete -c latch -s a -l auth -x -d 'sign in with a name and a password'
complete -c latch -s A -l auth-type -x -a 'basic digest bearer' -d 'how to sign in: basic, digest or bearer'
complete -c latch -l auth-from -x -a 'prompt' -d 'where the password or token is to be had'
complete -c latch -l bearer -x -d 'sign in with a token'
complete -c latch -l ignore-netrc -d 'do not look for passwords in .netrc'
complete -c latch -l csrf -d 'answer CSRF protection (the default)'
complete -c latch -l no-csrf -d 'add no CSRF token, fetch none'
complete -c latch -l csrf-token -x -d 'send this CSRF token, look for no other'
complete -c latch -l csrf-url -x -d 'where to fetch the CSRF token first'
complete -c latch -l basic -d 'short for --auth-type=basic'
complete -c latch -l decode -d 'show what a token says, for latch token'
complete -c latch -l force -d 'log in with what was refused before'
complete -c latch -l refresh-url -x -d 'where to refresh the token of --json'
complete -c latch -l oauth2 -d 'log in for a token of OAuth 2'
complete -c latch -l client-id -x -d 'the client that asks for the token'
complete -c latch -l client-secret-from -x -a 'prompt' -d 'where the secret of the client is to be had'
complete -c latch -l grant -x -a 'authorization_code client_credentials device_code' -d 'how the client gets its token'
complete -c latch -l scope -x -d 'what the token is to be good for'
complete -c latch -l issuer -x -d 'the authorization server'
complete -c latch -l token-url -x -d 'where the authorization server gives tokens'
complete -c latch -l authorize-url -x -d 'where somebody lets the client in'
complete -c latch -l device-url -x -d 'where devices get their codes'
complete -c latch -l non-interactive -d 'let the client in as USER, without a browser'
complete -c latch -l session -x -a '(__latch_sessions)' -d 'remember under NAME; the same as @NAME'
complete -c latch -l session-read-only -x -a '(__latch_sessions)' -d 'use what is remembered, change nothing'
complete -c latch -s F -l follow -d 'follow redirects'
complete -c latch -l max-redirects -x -d 'follow at most N redirects (30)'
complete -c latch -l timeout -x -d 'give up after SECONDS without a byte'
complete -c latch -l connect-timeout -x -d 'give up connecting after SECONDS (30)'
complete -c latch -l tls-timeout -x -d 'give up a TLS handshake after SECONDS'
complete -c latch -l first-byte-timeout -x -d 'give up if no answer begins after SECONDS'
complete -c latch -l limit-rate -x -d 'move at most SPEED bytes per second, each way'
complete -c latch -l verify -r -F -a 'yes no' -d 'check certificates: yes, no, by those of PATH'
complete -c latch -l hsts -d 'use https where the host asked for it'
complete -c latch -l no-hsts -d 'neither heed nor note who asked for https'
complete -c latch -l resolve -x -d 'take ADDR as the address of HOST'
complete -c latch -l max-time -x -d 'give up after SECONDS in all'
complete -c latch -l tls-resume -d 'let connections go on with a TLS session'
complete -c latch -l no-tls-resume -d 'make a full TLS handshake for each connection'
complete -c latch -l retry -x -d 'try again, N times, what fails for a moment'
complete -c latch -l retry-unsafe -d 'let --retry repeat POST and PATCH as well'
complete -c latch -l max-headers -x -d 'accept at most N response headers (5000)'
complete -c latch -l proxy -x -d 'go through a proxy'
complete -c latch -l unix-socket -r -F -d 'connect to the socket PATH instead'
complete -c latch -l connect-to -x -d 'connect to H2:P2 where it would be H1:P1'
complete -c latch -l interface -x -d 'connect from this interface or address'
complete -c latch -s 4 -l ipv4 -d 'connect to IPv4 addresses only'
complete -c latch -s 6 -l ipv6 -d 'connect to IPv6 addresses only'
complete -c latch -l http-version -x -a '1.0 1.1' -d 'speak HTTP 1.0 or 1.1 (the default)'
complete -c latch -l cert -r -F -d 'show the server this client certificate'
complete -c latch -l cert-key -r -F -d 'the key of --cert, if it is not in there'
complete -c latch -l cert-key-pass -x -d 'the passphrase of the key'
complete -c latch -l ssl -x -a 'auto tls1 tls1.1 tls1.2 tls1.3' -d 'speak this version of TLS only'
complete -c latch -l ciphers -x -d 'accept these ciphers, named as OpenSSL does'
complete -c latch -l pin -x -d 'believe only a server with this public key'
complete -c latch -l native-tls -d 'use the system\'s TLS and certificates'
complete -c latch -l path-as-is -d 'keep /../ and /./ in the path of the URL'
complete -c latch -l default-scheme -x -a 'http https' -d 'scheme of URLs without one: http or https'
complete -c latch -l https -d 'the same as --default-scheme=https'
complete -c latch -l url -x -a '(__latch_origins)' -d 'one of several URLs; may be given again'
complete -c latch -l url-file -r -F -d 'URLs from FILE or standard input, one a line'
complete -c latch -l parallel -d 'up to N requests at once (8)'
complete -c latch -l per-origin -x -d 'up to N of them to one origin (6)'
complete -c latch -l rate -x -d 'begin at most N requests a second'
complete -c latch -l unordered -d 'show answers as they come'
complete -c latch -l fail-early -d 'stop at the first failure'
complete -c latch -l wait -x -d 'send again until it holds, that long at most'
complete -c latch -l every -x -d 'the pause before the next try (0.5)'
complete -c latch -l times -x -d 'until it holds N times in a row (1)'
complete -c latch -l until -x -d 'what --wait waits for, if not --expect'
complete -c latch -l fail-if -x -d 'what ends --wait at once, with 8'
complete -c latch -l var -x -d 'the value of {{NAME}}'
complete -c latch -l vars -r -F -d 'values of variables, from a file'
complete -c latch -l secret -x -d 'a variable that errors and reports hide'
complete -c latch -l only -x -d 'send that request of the flow alone'
complete -c latch -l from -x -d 'begin with that request of the flow'
complete -c latch -l tag -x -d 'send the requests that have that tag'
complete -c latch -l bail -d 'end all at the first failure'
complete -c latch -l keep-going -d 'go on behind a failure'
complete -c latch -l check -d 'look for mistakes, and send nothing'
complete -c latch -l as-shell -d 'write a flow as a script for sh, send nothing'
complete -c latch -l max -x -d 'exit with 8 if requests take longer'
complete -c latch -l timeout-total -x -d 'end the run of flows after that time'
complete -c latch -l jobs -x -d 'run so many flow files at once (1)'
complete -c latch -l save-session -d 'store what a flow changes in sessions'
complete -c latch -l timings -d 'tell how long requests of a flow took'
complete -c latch -l no-timings -d 'the same text each time a flow is run'
complete -c latch -l config -d 'heed config.json (the default)'
complete -c latch -l no-config -d 'heed no config.json'
complete -c latch -l help -d 'show this text'
complete -c latch -l manual -d 'show this text and all topics'
complete -c latch -s V -l version -d 'show the version'
