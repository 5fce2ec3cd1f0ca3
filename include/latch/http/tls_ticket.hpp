// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/secret.hpp"

#include <chrono>
#include <string>

namespace latch::http {

/// What a TLS session is resumed with, once with TLS 1.3 (RFC 8446, C.4). Whoever has it can go on
/// with the session, and read what was resumed from it without a new exchange of keys.
struct TlsTicket {
    std::string key;                    ///< of all that made the session, see `net/ticket_profile`
    base::Secret session;               ///< as the TLS library writes it
    base::Clock::time_point verified{}; ///< when the certificate was checked, in the first session
    base::Clock::time_point until{};
};

/// How long a certificate that was checked counts as such.
constexpr std::chrono::hours longest_trust{24};

/// Whether it may be used now. One that says more than it may is not: a clock was set back, or it
/// is none of ours.
inline bool is_good(const TlsTicket& ticket, base::Clock::time_point now) noexcept {
    return ticket.verified <= now && now < ticket.until &&
           ticket.until <= ticket.verified + longest_trust;
}

} // namespace latch::http
