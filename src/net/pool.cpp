// SPDX-License-Identifier: MIT
#include "net/pool.hpp"

#include <utility>

namespace latch::net {

std::unique_ptr<Connection> Pool::take(const PoolKey& key) {
    const auto now = SteadyClock::now();
    close(ledger_.expire(now));
    while (const auto id = ledger_.take(key, now)) {
        auto node = idle_.extract(*id);
        if (node.mapped()->stream->is_quiet()) {
            node.mapped()->reused = true;
            return std::move(node.mapped());
        }
    }
    return nullptr;
}

void Pool::put(std::unique_ptr<Connection> connection, const KeepAlive& promise) {
    const PoolLedger::Free free{
        .id = ++last_id_,
        .key = connection->key,
        .born = connection->born,
        .promise = promise,
    };
    idle_.emplace(free.id, std::move(connection));
    close(ledger_.put(free, SteadyClock::now()));
}

void Pool::close(const std::vector<PoolLedger::Id>& ids) {
    for (const PoolLedger::Id id : ids) {
        idle_.erase(id);
    }
}

} // namespace latch::net
