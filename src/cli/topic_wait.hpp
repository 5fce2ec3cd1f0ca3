// SPDX-License-Identifier: MIT
#pragma once

#include "cli/topic.hpp"

#include <array>

namespace latch::cli {

/// What `latch help wait` tells.
inline constexpr auto wait_entries = std::to_array<Entry>({
    {.text =
         "latch wait URL asks a service by GET until it is up, prints nothing, and exits with 0. "
         "If that takes more than a minute, or than --wait says, one line on standard error "
         "tells the last state, and the exit code is 10. --verbose tells each change of state."},
    {"URL without a path",
     "Asks /actuator/health/readiness of Spring Boot; where that is not there, /actuator/health; "
     "where that is not there either, URL itself, which is up if it answers with less than 500. "
     "Each try goes through this again."},
    {"URL with a path",
     "Asks for that alone: 2xx and 3xx are up. 404 and other 4xx are not, for what is missing may "
     "not be deployed "
     "yet. An application below a path needs all of it: :8080/shop/actuator/health."},
    {"Not yet up",
     "A name that is unknown, a connection that is refused, reset or broken in the TLS handshake, "
     "no answer in time, what is no HTTP; 500 and more; 408, 425 and 429 where "
     "readiness or health is asked for; a proxy's 407; JSON with the status DOWN or "
     "OUT_OF_SERVICE, "
     "whatever the status of HTTP is. Of health UNKNOWN and all other words are up with 2xx, as "
     "Spring has it."},
    {"Up, behind a login",
     "401, 403 and a redirect to a login page, where readiness, health or a path is asked for: the "
     "application answers, so it is up, and a line on standard error says that its health is not "
     "known. Credentials, by --auth or a session, let it be known."},
    {"What ends at once",
     "What no waiting mends: a wrong command line (64); a certificate that is not trusted, or a "
     "server that speaks no TLS (1); a file or a secret that is not there."},
    {.text = "Each request has a connection of its own, and 5 seconds to be answered, or what "
             "--timeout says. Redirects are not followed. The options of a request that are about "
             "the network, the session and credentials count, and items that are headers or "
             "parameters of the query. A session is only read: what a try is handed out is "
             "forgotten, and a login that is lost is not renewed."},
    {"latch --wait DURATION URL",
     "Sends one request, of any kind, until its answer is the one that is waited for, and shows "
     "that. "
     "What is waited for: --until, else --expect, else a status below 400; --fail-if ends it. Each "
     "try goes with the session as it was, and what the last answer hands out is kept. When the "
     "time is "
     "over the last answer is shown, and the exit code is 10."},
});

} // namespace latch::cli
