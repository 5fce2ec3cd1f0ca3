// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/secret.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::net {

/// Everything that made a TLS session what it is. A session that is resumed is not checked again,
/// so that any difference forbids it (CVE-2016-5419, CVE-2017-7468, CVE-2024-0853).
struct TicketProfile {
    http::Peer peer;      ///< whose certificate was checked, and what SNI said
    std::string way;      ///< how the peer was reached: a proxy, a unix socket
    http::TlsPolicy tls;  ///< what was demanded of it
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

/// What a TLS session is resumed with. Whoever has it can read the session's past.
struct Ticket {
    std::string key;                    ///< of its profile
    base::Secret session;               ///< as OpenSSL writes it, in DER
    base::Clock::time_point verified{}; ///< when the certificate was checked, in the first session
    base::Clock::time_point until{};
};

/// The tickets of a run, each for one use (RFC 8446, C.4).
class Tickets {
public:
    static constexpr std::size_t per_key = 4;
    static constexpr std::size_t total = 64;

    void put(Ticket ticket);

    /// The newest that is good for a profile; it is not there any more.
    std::optional<Ticket> take(std::string_view key, base::Clock::time_point now);

    std::size_t size() const noexcept { return tickets_.size(); }

private:
    std::vector<Ticket> tickets_; ///< the oldest first
};

} // namespace latch::net
