// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.hpp"
#include "net/tls.hpp"

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <memory>
#include <string>

namespace latch::net {

/// Whom TLS is spoken with: what the certificate must be for, how it is reached, and how errors
/// call it.
struct TlsPeer {
    http::Peer peer;
    std::string way;   ///< see `TicketProfile`
    std::string shown; ///< "api.test:443", "the proxy p.test:443"
};

/// Has the streams of a context keep the tickets that servers give them.
void keep_tickets(ssl_ctx_st* context);

/// How long a handshake may take.
struct HandshakeTime {
    Deadline connected;                 ///< for all that belongs to connecting
    std::chrono::milliseconds limit{0}; ///< for the handshake by itself; zero: none
};

/// Shakes hands over `lower` and checks the certificate, or resumes a session of which that was
/// checked. `context` and `peer` must outlive the task. Errors: `tls`, `timed_out`.
Task<base::Result<std::unique_ptr<Stream>>> secure(
    std::unique_ptr<Stream> lower,
    const TlsContext& context,
    const TlsPeer& peer,
    HandshakeTime time
);

} // namespace latch::net
