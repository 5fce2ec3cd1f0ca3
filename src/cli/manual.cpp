// SPDX-License-Identifier: MIT
#include "cli/command.hpp"
#include "cli/document.hpp"
#include "cli/option.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::cli {

namespace {

constexpr std::string_view page = R"man(.\" Written by "latch generate man".
.TH LATCH 1 2026-11-23 "latch @VERSION@" "User Commands"
.SH NAME
latch, latchs \- HTTP client that remembers
.SH SYNOPSIS
.B latch
.RI [ OPTIONS ]
.RI [ @SESSION ]
.RI [ METHOD ]
.I URL
.RI [ ITEM .\|.\|.]
@COMMANDS@.SH DESCRIPTION
Send one HTTP request and show the answer.
With a
.IR SESSION ,
cookies, headers and credentials are remembered under its name and come back
with the next request to the same server.
Called as
.BR latchs ,
URLs without a scheme mean https instead of http.
.PP
.I METHOD
is a registered method in any case, a word of capital letters, or a word of
letters that is followed by something that can be a URL.
Without one it is POST if there is a body and GET otherwise.
.PP
.I URL
may leave out the scheme, and for localhost the host as well:
.IR :8080/path ,
.IR :/path .
In a session,
.I /path
belongs to the server that the session began with.
.PP
A word is a command only if it is the first one and exactly that word:
.I http://help
reaches a host called help.
.SH "REQUEST ITEMS"
The first separator in a word decides what it is; a backslash before a
separator takes its meaning away.
.TP
.IB name = text
A field of the body, a string in JSON.
.TP
.IB name := json
A field of the body, as the JSON text that is given.
.TP
.IB name == text
A parameter of the query, added to those of the URL.
.TP
.IB Name : value
A header.
A session remembers it for this server, but for
.BR Cookie ,
.B Content\-*
and
.BR If\-* .
.TP
.IB Name :
No such header, not even by default or from the session.
.TP
.IB Name ;
A header without a value.
.PP
Fields are sent as a JSON object, or as a form with
.BR \-\-form .
Without fields, what is piped into latch becomes the body.
.SH OPTIONS
Options may stand anywhere before a
.BR \-\- .
The last one wins where several contradict each other.
Each long option has a
.B \-\-no\-
form that takes it back, wherever it stands.
@OPTIONS@.SH SESSIONS
.BI @ NAME
before the method, or
.BI \-\-session= NAME\fR,
takes part in a session: cookies received at every hop, header items and the
credentials of
.B \-\-auth
are stored, and used again by the next request that names the session.
Headers and credentials belong to the scheme, host and port that they were
typed for and are never sent to another; cookies follow RFC 6265bis.
.PP
A name consists of letters, digits, dots, dashes and underscores.
A value with a slash in it is the path of a session file.
Several runs may use one session at the same time.
.SH "EXIT STATUS"
.TP
.B 0
Done.
.TP
.B 1
The request could not be performed: name, connection, TLS, protocol, file.
.TP
.B 2
It timed out.
.TP
.BR 3 ", " 4 ", " 5
The last status was 3xx (without
.BR \-\-follow ),
4xx or 5xx, unless there is
.BR \-\-no\-check\-status .
.TP
.B 6
There were too many redirects.
.TP
.B 7
Not signed in: the server wants a login.
.TP
.BR 8 ", " 9 ", " 10
An expectation was false, there was nothing to extract, the time to wait for a
service has passed.
Not in this version.
.TP
.B 64
The command line is wrong.
Nothing was sent.
.TP
.B 70
A bug in latch.
.TP
.BR 130 ", " 143
Interrupted, terminated.
.SH ENVIRONMENT
.TP
.B LATCH_HOME
The folder of all that latch keeps, instead of the one under
.BR FILES .
.TP
.B XDG_CONFIG_HOME
The folder of configurations, by default
.IR ~/.config .
.TP
.BR NO_COLOR ", " CLICOLOR_FORCE ", " TERM
Whether there are colours;
.B \-\-pretty
decides before them.
.TP
.BR http_proxy ", " https_proxy ", " all_proxy ", " no_proxy
Proxies for the URLs of a scheme and for all, and the hosts that are reached without one: names with
their subdomains, addresses and networks like 10.0.0.0/8, between commas.
The same in upper case counts where these are not set, but for HTTP_PROXY in a CGI program.
.B \-\-proxy
before all.
.TP
.BR REQUESTS_CA_BUNDLE ", " CURL_CA_BUNDLE ", " SSL_CERT_FILE ", " SSL_CERT_DIR
Certificates to believe instead of those of the system.
The first one that is set counts, and
.B \-\-verify
before all.
.SH FILES
.TP
.I ~/.config/latch/sessions/NAME.json
A session, readable by its owner only.
.TP
.I .latch/sessions/NAME.json
A session of a project, in the working directory or above it.
It comes first if its folder is yours and not writable by others.
.SH EXAMPLES
.nf
latch example.org
latch PUT :8080/items/7 name=Latch price:=9.5 X\-Tenant:acme
latch @shop \-\-form :8080/login username=bob password=secret
latch @shop :8080/orders page==2
latch \-\-offline \-v api.example.org/items name=x
latch \-\-follow \-o page.html https://example.org
.fi
.SH "SEE ALSO"
.BR curl (1)
)man";

/// Text that troff shows as it is.
std::string plain(std::string_view text) {
    return backslashed(text, "\\-");
}

std::string sentence(std::string_view summary) {
    std::string text = plain(summary);
    text.front() = base::to_ascii_upper(text.substr(0, 1)).front();
    return text + ".\n";
}

/// Lines of at most 78 characters, none of which looks like a macro.
std::string wrapped(std::string_view text) {
    constexpr std::size_t width = 78;
    std::string lines;
    std::size_t used = 0;
    for (const std::string_view word : base::split(text, ' ')) {
        const bool fits = used == 0 || used + 1 + word.size() <= width;
        lines += used == 0 ? "" : fits ? " " : "\n";
        used = fits && used != 0 ? used + 1 + word.size() : word.size();
        lines += word.starts_with('.') || word.starts_with('\'') ? "\\&" : "";
        lines += word;
    }
    return lines + '\n';
}

/// Each sentence begins a line, as manual pages want it.
std::string sentences(std::string_view details) {
    std::string text;
    while (!details.empty()) {
        const auto end = std::min(details.find(". "), details.size() - 1) + 1;
        text += wrapped(plain(details.substr(0, end)));
        details.remove_prefix(std::min(end + 1, details.size()));
    }
    return text;
}

std::string entry(const Option& option) {
    std::string text = ".TP\n";
    if (letter(option) != '\0') {
        text += std::string("\\fB\\-") + letter(option) + "\\fR, ";
    }
    text += "\\fB" + plain(spelled(option)) + "\\fR";
    if (!is_flag(option)) {
        text += " \\fI" + plain(option.value.name) + "\\fR";
    }
    text += '\n' + sentence(option.summary) + sentences(option.details);
    if (has_denial(option)) {
        text +=
            ".TP\n\\fB" + plain(spelled_no(option)) + "\\fR\n" + sentence(option.denial.summary);
    }
    return text;
}

std::string option_entries() {
    std::string text;
    std::string_view heading;
    for (const Option& option : all_options()) {
        if (title(option.group) != heading) {
            heading = title(option.group);
            text += ".SS \"" + std::string(heading) + "\"\n";
        }
        text += entry(option);
    }
    return text;
}

std::string command_lines() {
    std::string text;
    for (const Command& command : all_commands()) {
        if (command.parse == nullptr) {
            continue;
        }
        text += ".br\n.B latch " + std::string(command.name) + '\n';
        if (!command.words.empty()) {
            text += ".I " + plain(command.words) + '\n';
        }
    }
    return text;
}

} // namespace

std::string manual_page() {
    std::string text = fill(std::string(page), "@VERSION@", LATCH_VERSION);
    text = fill(std::move(text), "@COMMANDS@", command_lines());
    return fill(std::move(text), "@OPTIONS@", option_entries());
}

} // namespace latch::cli
