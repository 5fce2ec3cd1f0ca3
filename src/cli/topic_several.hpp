// SPDX-License-Identifier: MIT
#pragma once

#include "cli/topic.hpp"

#include <array>

namespace latch::cli {

/// What `latch help several` tells.
inline constexpr auto several_entries = std::to_array<Entry>({
    {.text = "With --url or --url-file one run sends several requests that differ in nothing but "
             "their URLs, over one pool of connections and with one session: what one answer sets "
             "as a cookie goes with those that begin after it. latch [@SESSION] [METHOD] [ITEM...] "
             "--url URL --url URL..."},
    {"Order",
     "They begin in the order of the URLs, one after the other or, with --parallel, up to eight at "
     "once and six to one origin. Answers are shown in that order, each as a whole, and as soon as "
     "it is their turn; what comes before is kept, what is much in a temporary file. --unordered "
     "shows an answer when it is there."},
    {"Failures",
     "One that fails does not stop the others, and is told on standard error with its URL. "
     "The exit code is that of the worst: what could not be done before what was refused, a login "
     "that is missing before a status. --fail-early stops at the first. --max-time is for all of "
     "them together, the other timeouts for each."},
    {"Connections",
     "An origin is not given more connections than --per-origin says, those of redirects and of "
     "logins included, and a run has no more than the system lets it have descriptors for: where "
     "there is no room, requests wait. Idle connections make room for others."},
    {"The summary",
     "A line on standard error in the end: how many requests, how many failed, the bytes of their "
     "bodies, requests a second, and within which time a half, nine tenths and ninety-nine "
     "hundredths of them were answered. --quiet keeps it away."},
    {"Downloads",
     "--download saves each body as a file of its own in the working directory, never over one "
     "that is there. --output=FILE is for one request."},
    {"Bodies",
     "Items, --raw and @FILE are sent with each request; standard input is read once, and kept."},
});

} // namespace latch::cli
