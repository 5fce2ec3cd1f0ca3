// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"
#include "latch/net/tickets.hpp"

#include <memory>
#include <string>
#include <string_view>
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

/// The protocols that are offered by ALPN, in OpenSSL's notation.
inline constexpr std::string_view offered_protocols = "\x08http/1.1";

/// What all TLS connections share: versions, whom to believe, and what to resume sessions with.
/// Made when the first https URL asks for it, because it costs more than a whole plain request.
class TlsContext {
public:
    /// With tickets of its own, or with those that are `shared`, which must outlive it. Errors:
    /// those of `trust`; `file` for a client certificate or key that cannot be used; `usage` for
    /// ciphers that nobody knows.
    static base::Result<TlsContext> make(const http::TlsPolicy& policy, Tickets* shared = nullptr);

    ssl_ctx_st* native() const noexcept { return context_.get(); }

    /// As in the policy.
    const std::vector<std::string>& pins() const noexcept { return policy_.pins; }

    /// What a session with `peer`, reached by `way`, may be resumed with; only if `resumes`.
    std::string key_for(const http::Peer& peer, const std::string& way) const;

    /// Only a session whose certificate was checked, and in which we are nobody in particular.
    bool resumes() const noexcept {
        return policy_.resume && policy_.verify && policy_.certificate.empty();
    }

    Tickets& tickets() const noexcept { return *tickets_; }

private:
    struct Free {
        void operator()(ssl_ctx_st* context) const noexcept;
    };

    TlsContext(const http::TlsPolicy& policy, Tickets* shared);
    base::Result<void> narrow(const http::TlsPolicy& policy);
    base::Result<void> identify(const http::TlsPolicy& policy);

    std::unique_ptr<ssl_ctx_st, Free> context_;
    http::TlsPolicy policy_;
    std::string trust_;            ///< see `trust_identity`; only if it `resumes`
    std::unique_ptr<Tickets> own_; ///< null if they are shared
    Tickets* tickets_;             ///< streams refer to them, wherever the context is moved to
};

} // namespace latch::net
