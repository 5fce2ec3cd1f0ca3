// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/lost_body.hpp"
#include "latch/http/exchange.hpp"

#include <string>

namespace latch::access {

/// What a server says of a request that it refuses, and what helps.
struct Complaint {
    std::string words; ///< the server's own, in one line; may be empty
    std::string hint;  ///< ours; may be empty

    bool operator==(const Complaint&) const = default;
};

/// Of an answer with an error status, or a redirect that goes wrong. `body` as far as
/// `BodyClue::error` had it looked at; empty is no harm.
///
/// The hints know Spring: what 405, 406, 413, 415 leave unsaid, the URLs that its firewall and
/// Tomcat refuse with a bare 400, messages that are switched off, tokens without the right scope,
/// and a Location that leads from https to http because a proxy is in between (spring.md 1.2, 1.9,
/// 3.2 and 4).
Complaint complaint_of(const http::Hop& hop, const BodyStart& body);

/// What in the URL of a request makes Spring's firewall or Tomcat refuse it, as a hint; empty for
/// one that passes.
std::string refused_url_hint(const http::PreparedRequest& request);

/// That a redirect leads the same host from https to http, as a hint; empty for one that does not.
std::string downgrade_hint(const http::Hop& hop);

} // namespace latch::access
