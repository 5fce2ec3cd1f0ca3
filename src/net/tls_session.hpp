// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/secret.hpp"

#include <openssl/ssl.h>

#include <memory>

namespace latch::net {

struct FreeTlsSession {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};

/// What a later connection can go on with instead of a whole handshake.
using TlsSession = std::unique_ptr<SSL_SESSION, FreeTlsSession>;

/// Its bytes (ASN.1 DER), with the keys in them.
base::Secret text_of(SSL_SESSION* session);

/// Null for a text that is no session.
TlsSession session_of(const base::Secret& text);

bool has_certificate(const SSL_SESSION* session) noexcept;

/// When the peer's certificate expires; the epoch if there is none.
base::Clock::time_point end_of_certificate(const SSL_SESSION* session);

} // namespace latch::net
