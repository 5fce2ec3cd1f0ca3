// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"
#include "latch/query/health.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Whether a service is up, decided by one look at it.
namespace latch::app {

/// What a service is asked for.
enum class Probe : std::uint8_t {
    readiness, ///< Spring's readiness
    health,    ///< Spring's health as a whole, where it does not tell readiness
    root,      ///< the URL that was typed without a path, where there is neither
    page,      ///< the URL that was typed with a path
};

/// What came of a look.
struct Look {
    std::optional<base::Error> error{}; ///< there is no answer
    unsigned status = 0;
    bool leads_to_login = false;           ///< a redirect to a login page
    std::optional<query::Health> health{}; ///< what the answer's body tells, if it does
};

/// What follows from a look.
enum class Readiness : std::uint8_t {
    up,
    guarded,  ///< up, and what was asked for is shown to nobody without a login
    not_yet,  ///< to be asked again
    ask_next, ///< to be asked for something else
    hopeless, ///< an error that no waiting mends
};

/// Whether a try that ended so may end otherwise a moment later.
bool may_pass(base::ErrorKind kind) noexcept;

/// A URL without a path says which server, not what of it is to be there.
Probe first_probe(const http::Url& typed) noexcept;

/// What is asked for where a service does not have that.
Probe next_probe(Probe probe) noexcept;

/// Where a service is asked.
http::Url place_of(Probe probe, const http::Url& typed);

/// The rules.
///
/// Refused, reset, timed out, unknown names and broken TLS handshakes may pass; a certificate that
/// is not to be trusted, and what is wrong on this side, will not. No status of 500 and more is up,
/// nor is 407, which is a proxy's. 2xx is up unless its body says DOWN or OUT_OF_SERVICE: Spring
/// answers these with 503 where nobody has changed that, and UNKNOWN with 200. 401, 403 and a
/// redirect to a login page come from an application whose filters are loaded, so it is up.
/// Of a probe 408, 425 and 429 may pass, and any other status means that it is not there: whatever
/// the root then answers below 500 is up. A page has to be there: 3xx is up, for the server knows
/// where it is, and 4xx is not, for it may not be deployed yet.
Readiness readiness_of(Probe probe, const Look& look);

/// A look in words: "HTTP 503, DOWN: db", "cannot connect to localhost:8080: connection refused".
std::string words_of(const Look& look);

} // namespace latch::app
