// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/resolve.hpp"
#include "net/tls.hpp"

#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace latch::net {

/// A new connection, and how long its phases took.
struct Dialled {
    std::unique_ptr<Connection> connection;
    http::Timings timings; ///< resolve, connect and tls only
};

/// Makes connections: resolves, connects, shakes hands.
class Dialer {
public:
    /// Both must outlive the dialer.
    Dialer(boost::asio::io_context& loop, const http::Policy& policy)
        : loop_(loop), policy_(policy) {}

    /// Whom a connection for `url` leads to.
    PoolKey key_for(const http::Url& url) const;

    /// The connect timeout of the policy covers all phases. `url` must outlive the task. Errors:
    /// `resolve`, `connect`, `tls`, `timed_out`; `file` for a CA file that cannot be used, before
    /// anything is connected.
    Task<base::Result<Dialled>> dial(const http::Url& url);

private:
    base::Result<void> prepare_tls();
    Task<base::Result<std::unique_ptr<Stream>>>
    open_stream(Socket socket, const http::Url& url, Deadline deadline);
    Task<base::Result<std::vector<Endpoint>>>
    find_addresses(const http::Url& url, Deadline deadline);

    boost::asio::io_context& loop_;
    const http::Policy& policy_;
    std::optional<TlsContext> tls_; ///< from the first https URL on
};

} // namespace latch::net
