// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace latch::net {

/// Everything that made a TLS session what it is. A session that is resumed is not checked again,
/// so that any difference forbids it (CVE-2016-5419, CVE-2017-7468, CVE-2024-0853).
struct TicketProfile {
    http::Peer peer;      ///< whose certificate was checked, and what SNI said
    std::string way;      ///< how the peer was reached: a proxy, a unix socket
    http::TlsPolicy tls;  ///< what was demanded of it
    std::string trust;    ///< see `trust_identity`
    std::string protocol; ///< by ALPN
};

/// The profile as the hexadecimal digits of a SHA-256.
std::string ticket_key(const TicketProfile& profile);

/// Until when a session may be resumed: as long as the server says, a day after its certificate was
/// checked, and not beyond that certificate's own end. Nothing: not at all.
std::optional<base::Clock::time_point> ticket_end(
    base::Clock::time_point now,
    std::chrono::seconds lifetime,
    base::Clock::time_point verified,
    base::Clock::time_point certificate_end
);

} // namespace latch::net
