// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/pool_ledger.hpp"

#include <map>
#include <memory>

namespace latch::net {

/// The idle connections and their ledger.
class Pool {
public:
    /// A connection for `key` that looks alive, or null.
    std::unique_ptr<Connection> take(const PoolKey& key);

    /// Keeps a connection for later, or closes it.
    void put(std::unique_ptr<Connection> connection, const KeepAlive& promise);

private:
    void close(const std::vector<PoolLedger::Id>& ids);

    PoolLedger ledger_;
    std::map<PoolLedger::Id, std::unique_ptr<Connection>> idle_;
    PoolLedger::Id last_id_ = 0;
};

} // namespace latch::net
