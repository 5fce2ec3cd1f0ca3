// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/pool_ledger.hpp"

#include "latch/net/task.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace latch::net {

/// What somebody gets who wants a connection.
struct Turn {
    std::unique_ptr<Connection> connection; ///< null: there is none, and he may make one
    Place place;                            ///< for that one
};

/// The idle connections, and who waits for one; what happens is decided by the ledger.
///
/// Nobody may wait who holds a connection: those who do have to come to their end by themselves.
class Pool {
public:
    Pool(boost::asio::io_context& loop, const http::ConnectionLimits& limits);
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    Pool(Pool&&) = delete;
    Pool& operator=(Pool&&) = delete;
    ~Pool() = default;

    /// A connection for `key` that looks alive, or the place for a new one. Waits as long as there
    /// is neither: the connect timeout, which is about a server, has not begun then, but the total
    /// time of the run goes on. `key` must outlive the task.
    Task<Turn> claim(const PoolKey& key, PoolLedger::Wish wish);

    /// Keeps a connection for later, gives it to who waits for it, or closes it.
    void put(std::unique_ptr<Connection> connection, const KeepAlive& promise);

private:
    std::shared_ptr<PoolState> state_; ///< which places refer to
};

} // namespace latch::net
