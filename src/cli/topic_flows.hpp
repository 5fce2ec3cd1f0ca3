// SPDX-License-Identifier: MIT
#pragma once

#include "cli/topic.hpp"

#include <array>

namespace latch::cli {

/// What `latch help flows` tells.
inline constexpr auto flow_entries = std::to_array<Entry>({
    {.text =
         "latch run FILE... sends the requests of flow files, one after the other over one pool of "
         "connections. A request is a paragraph: the words that would follow latch on a command "
         "line, on as many lines as one likes, up to a blank line. Words are split as a shell does "
         "it, quotes and backslashes included, but for $, globs and backticks. Each is "
         "told in a line on standard error; what a request shall show it says itself, by --print, "
         "--verbose, --jq or --output. man latch-flow has the whole language."},
    {.sample = "### sign in #smoke\n"
               "POST :8080/login --session web --form user=bob password={{password}}\n"
               "    --expect status==302\n"
               "    --capture token=header.X-Token\n"},
    {"### TITLE", "Names the next request. Words that begin with # are its tags."},
    {"# COMMENT", "To the end of the line; a # within a word begins none."},
    {"--expect, --capture",
     "All expectations of a request are looked at. Without one the status has to be below 400. "
     "What is captured is a variable from there on. Behind a failure the rest of the file is left "
     "out, but for @finally."},
    {"{{NAME}}, {{row.sku}}",
     "The value of a variable, as one value, whatever it looks like: percent-encoded in a URL, "
     "escaped in JSON, a literal in jq. At the beginning of a URL, and right behind its host, it "
     "is a part of the URL. name={{x}} is a text, name:={{x}} JSON. {{raw x}} encodes nothing; "
     "\\{{ is no variable."},
    {"{{uuid}}, {{now}}, {{now +1d %F}}, {{random 8}}, {{randint 1 9}}, {{env NAME}}, "
     "{{base64 x}}, {{sha256 @FILE}}",
     "Values that are made. now has an offset in s, m, h, d or w, and a format of strftime, in "
     "UTC; random makes letters and digits."},
    {"@NAME = TEXT",
     "A variable's value, unless --var, the environment variable LATCH_VAR_NAME or a file of "
     "--vars has another, in this order."},
    {"@NAME := JQ", "A value that jq makes of the variables: @total := .prices | length"},
    {"@include FILE [NAME=VALUE...]", "The requests of another file, in its place."},
    {"@defaults OPTION...", "Options of all requests from there on, in its block or file."},
    {"@for NAME in SOURCE ... @end",
     "Once for each row of a .csv, .tsv, .json, .jsonl or .txt file; for each number of 1..5, each "
     "word of [a b c], each element of a variable, or each output of a jq program over the "
     "variables. The row is {{NAME}}, its number {{index}}, from 1; with several names each gets a "
     "column."},
    {"@if EXPRESSION ... @end", "An expectation about variables: @if var.status == 401"},
    {"@parallel [N] ... @end",
     "All of it at once, N at most (8). Each request, and each turn of a loop, sees the variables "
     "and cookies as they were at the block's beginning; what they change counts behind it."},
    {"@finally ... @end", "Done in the end whatever happened, signals and deadlines included."},
    {"<<TAG, <<'TAG'",
     "At the end of a line: the lines up to TAG are the body. In quotes, nothing in it is a "
     "variable."},
    {"Sessions",
     "Cookies are kept from one request of a file to the next. @NAME and --session begin with "
     "a session's cookies, headers and credentials; it is changed with --save-session only."},
    {"Mistakes",
     "All are listed, each with its line, and nothing is sent: quotes, names, options, files, jq. "
     "--check does no more than that."},
    {"Exit status",
     "0 if all held, 8 if an expectation did not, 9 if there was nothing to capture, 10 if "
     "--wait was in vain, 1 and 2 as of one request, 64 for mistakes in files. Of several: 64, "
     "then 1, 2 "
     "and 6, then 10, 9, 8."},
});

} // namespace latch::cli
