// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"

#include <memory>
#include <string>
#include <system_error>
#include <vector>

struct ssl_ctx_st;

namespace latch::net {

/// OpenSSL's errors, in plain words where its own are not.
const std::error_category& tls_category() noexcept;

/// The newest error of OpenSSL's queue, which is emptied.
std::error_code last_tls_error() noexcept;

/// Whether the peer closed the connection without TLS's farewell, as a truncation attack would.
bool is_truncation(const std::error_code& error) noexcept;

/// Whether our side ended the handshake because of the certificate.
bool is_distrust(const std::error_code& error) noexcept;

/// Whether the other side talked something else, most likely plain HTTP.
bool is_no_tls(const std::error_code& error) noexcept;

/// What all TLS connections share: versions, and whom to believe. Made when the first https URL
/// asks for it, because it costs more than a whole plain request.
class TlsContext {
public:
    /// Errors: those of `trust`; `file` for a client certificate or key that cannot be used;
    /// `usage` for ciphers that nobody knows.
    static base::Result<TlsContext> make(const http::TlsPolicy& policy);

    ssl_ctx_st* native() const noexcept { return context_.get(); }

    /// As in the policy.
    const std::vector<std::string>& pins() const noexcept { return pins_; }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const noexcept;
    };

    explicit TlsContext(const http::TlsPolicy& policy);
    base::Result<void> narrow(const http::TlsPolicy& policy);
    base::Result<void> identify(const http::TlsPolicy& policy);

    std::unique_ptr<ssl_ctx_st, Free> context_;
    std::vector<std::string> pins_;
};

} // namespace latch::net
