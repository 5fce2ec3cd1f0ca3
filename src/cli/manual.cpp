// SPDX-License-Identifier: MIT
#include "cli/command.hpp"
#include "cli/document.hpp"
#include "cli/option.hpp"
#include "cli/topic.hpp"

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
URLs without a scheme mean https instead of http; called through a link named
.B http
or
.BR https ,
the defaults are those of HTTPie where they differ.
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
.SH OPTIONS
Options may stand anywhere before a
.BR \-\- .
The last one wins where several contradict each other.
Each long option has a
.B \-\-no\-
form that takes it back, wherever it stands.
@OPTIONS@@TOPICS@.SH FILES
.TP
.I ~/.config/latch/config.json
Options for all requests, see
.BR CONFIGURATION .
.TP
.I ~/.config/latch/sessions/NAME.json
A session, readable by its owner only.
.TP
.IR .latch/sessions/NAME.json ", " .latch/config.json
Those of a project, in the working directory or above it.
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

/// Lines of at most 78 characters, none of which looks like a macro.
std::string wrapped(std::string_view text) {
    constexpr std::size_t width = 78;
    std::string lines;
    for (const std::string& line : broken(text, width)) {
        lines += line.starts_with('.') || line.starts_with('\'') ? "\\&" : "";
        lines += line + '\n';
    }
    return lines;
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

std::string option_entry(const Option& option) {
    std::string text = ".TP\n";
    if (letter(option) != '\0') {
        text += std::string("\\fB\\-") + letter(option) + "\\fR, ";
    }
    text += "\\fB" + plain(spelled(option)) + "\\fR";
    if (takes_word(option)) {
        text += " \\fI" + plain(option.value.name) + "\\fR";
    } else if (!is_flag(option)) {
        text += "[=\\fI" + plain(option.value.name) + "\\fR]";
    }
    text += '\n' + plain(sentence(option.summary)) + '\n' + sentences(option.details);
    if (has_denial(option)) {
        text += ".TP\n\\fB" + plain(spelled_no(option)) + "\\fR\n" +
                plain(sentence(option.denial.summary)) + '\n';
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
        text += option_entry(option);
    }
    return text;
}

std::string entry(const Entry& each) {
    if (!each.sample.empty()) {
        return ".PP\n.nf\n" + plain(each.sample) + ".fi\n";
    }
    if (each.term.empty()) {
        return ".PP\n" + sentences(text_of(each));
    }
    return ".TP\n\\fB" + plain(each.term) + "\\fR\n" + sentences(text_of(each));
}

std::string section(const Topic& topic) {
    constexpr std::string_view paragraph = ".PP\n"; // the heading begins one
    std::string entries = written(topic, entry);
    entries.erase(0, entries.starts_with(paragraph) ? paragraph.size() : 0);
    const bool is_one_word = topic.heading.find(' ') == std::string_view::npos;
    const std::string_view quote = is_one_word ? "" : "\"";
    return ".SH " + std::string(quote).append(topic.heading).append(quote) + '\n' + entries;
}

std::string topic_sections() {
    std::string text;
    for (const Topic& topic : all_topics()) {
        text += section(topic);
    }
    return text;
}

std::string command_lines() {
    std::string text;
    for (const Command& command : all_commands()) {
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
    text = fill(std::move(text), "@OPTIONS@", option_entries());
    return fill(std::move(text), "@TOPICS@", topic_sections());
}

} // namespace latch::cli
