// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/local_end.hpp"
#include "net/names.hpp"
#include "net/tls.hpp"

#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <memory>
#include <optional>

namespace latch::net {

/// A new connection, and how long its phases took.
struct Dialled {
    std::unique_ptr<Connection> connection;
    http::Timings timings; ///< resolve, connect and tls only
};

/// What connections are made with, each made when it is first needed.
struct Equipment {
    std::optional<LocalEnd> from;
    std::optional<TlsContext> tls;       ///< for origins
    std::optional<TlsContext> proxy_tls; ///< for proxies: who we are is not their business
};

/// Makes connections: resolves, connects, shakes hands.
class Dialer {
public:
    /// All must outlive the dialer. The tickets are those of origins: a proxy's are never taken for
    /// them (CVE-2021-22890), nor outlive the run.
    Dialer(boost::asio::io_context& loop, const http::Policy& policy, Tickets& tickets)
        : loop_(loop), policy_(policy), tickets_(tickets), names_(loop, policy.addresses) {}

    /// Whom a connection for `url` leads to, whose route the request has been suited to: that is
    /// where a proxy that cannot be used is told.
    PoolKey key_for(const http::Url& url) const;

    /// Makes the connection of a key, which is that of `url`. The connect timeout of the policy
    /// covers all phases, but not what comes before them: the wait for a place in the pool. All
    /// must outlive the task. Errors:
    /// `resolve`, `connect`, `tls`, `timed_out`; `file` for certificates and keys that cannot be
    /// used and `usage` for ciphers, before anything is connected.
    Task<base::Result<Dialled>> dial(const http::Url& url, const PoolKey& key);

private:
    base::Result<void> equip(const http::Url& url, const http::Route& route);

    boost::asio::io_context& loop_;
    const http::Policy& policy_;
    Tickets& tickets_;
    Equipment equipment_;
    Names names_;
};

} // namespace latch::net
