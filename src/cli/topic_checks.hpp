// SPDX-License-Identifier: MIT
#pragma once

#include "cli/topic.hpp"

#include <array>

namespace latch::cli {

/// What `latch help checks` tells.
inline constexpr auto check_entries = std::to_array<Entry>({
    {.text =
         "latch URL --expect EXPRESSION exits with 0 if the answer fulfils the expression and with "
         "8 "
         "if it does not; what was there and what was expected stand on standard error. Of several "
         "--expect all are looked at. The status decides nothing by itself then."},
    {"EXPRESSION",
     "[not] QUERY OPERATOR VALUE, [not] QUERY exists, or a jq expression that has to be true. "
     "Operators are == != < <= > >= =~ !~ includes. Of several values that a query finds each has "
     "to "
     "fulfil it; where it finds none nothing is fulfilled, and null is less than no number, but in "
     "a jq expression."},
    {"VALUE",
     "JSON, a word, text in quotes, a duration (500ms, 1.5s) for times, a size (10KB, 10KiB), "
     "/expression/ in Perl's syntax behind =~ and !~, @FILE for what is in a file. includes looks "
     "for "
     "a text in a text, for an element in an array, and for members in an object, all that is "
     "below "
     "them, too."},
    {"status, reason, version, url, redirects",
     "Of the last answer, and how many there were before."},
    {"time, time.dns|connect|tls|ttfb",
     "How long all of it took; a phase is that of the last request. In milliseconds when "
     "captured."},
    {"header.NAME, headers.NAME", "The first such field, and an array of all of them."},
    {"cookie.NAME, cookie.NAME.ATTRIBUTE",
     "As this answer sets it: its value, path, domain, secure, httponly, samesite, or maxage in "
     "seconds."},
    {"body, size, sha256, md5", "Of the body with its content codings undone."},
    {"cert.expires", "When the server's certificate ends, in UTC: cert.expires > 2027-01-31."},
    {"regex RE", "What the expression finds first in the body: its first group if it has one."},
    {"xpath PATH", "XPath 1.0 over XML or HTML: xpath string(//input[@name=\"_csrf\"]/@value)."},
    {"What begins with . [ { $ or (",
     "jq over the JSON of the body. Paths (.items[0].id, .items[], .\"x y\", .a[2:4], |, //, "
     "length, "
     "keys, type, not, first, last) are read by latch, and their numbers keep all digits; the rest "
     "needs libjq on the machine (package libjq1 or jq). A program may take ten seconds."},
    {"--capture NAME=QUERY",
     "Prints NAME=value in place of the body: eval \"$(latch :8080/login user=bob "
     "--capture token!=.token)\". There has to be one value; jq's null is none. With --output the "
     "body goes into its file."},
    {"--jq FILTER",
     "Prints the outputs in place of the body, to --output's file as well. A refusal (4xx, 5xx, no "
     "login) has nothing to print, unless --expect or --no-check-status wants it looked at."},
});

} // namespace latch::cli
