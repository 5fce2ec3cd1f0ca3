// SPDX-License-Identifier: MIT
#include "net/pool.hpp"

#include <utility>

namespace latch::net {

namespace {

/// An idle connection has nothing to tell. Its end, and bytes that nobody asked for (a 408, or
/// what was smuggled behind the last answer), both mean that it is of no use. TLS tickets are
/// read and kept by the stream, and are no bytes in this sense.
bool is_quiet(Connection& connection) {
    char unexpected = 0;
    return connection.stream->try_read({&unexpected, 1}).state == Io::State::wants_read;
}

} // namespace

std::unique_ptr<Connection> Pool::take(const PoolKey& key) {
    const auto now = SteadyClock::now();
    close(ledger_.expire(now));
    while (const auto id = ledger_.take(key, now)) {
        auto node = idle_.extract(*id);
        if (is_quiet(*node.mapped())) {
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
