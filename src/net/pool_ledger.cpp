// SPDX-License-Identifier: MIT
#include "net/pool_ledger.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <iterator>

namespace latch::net {

namespace {

/// The server's clock began when it sent the response, ours when we had read it.
constexpr std::chrono::seconds margin{1};

} // namespace

KeepAlive parse_keep_alive(const http::Headers& headers) {
    // Above this a number is nonsense, and seconds would overflow the clock.
    constexpr unsigned long long most = 1'000'000'000;
    KeepAlive promise;
    for (const std::string_view element : headers.list("Keep-Alive")) {
        const auto pair = base::split_once(element, '=');
        const auto number = pair ? base::parse_decimal(base::trim(pair->second)) : std::nullopt;
        if (!number) {
            continue;
        }
        const std::string_view name = base::trim(pair->first);
        const unsigned long long value = std::min(*number, most);
        if (base::iequals(name, "timeout")) {
            promise.timeout = std::chrono::seconds(value);
        } else if (base::iequals(name, "max")) {
            promise.max = value;
        }
    }
    return promise;
}

std::optional<PoolLedger::Id> PoolLedger::take(const PoolKey& key, Time now) {
    // Newest first: the connection used last is the one the server is least likely to have closed.
    const auto newest = std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& idle) {
        return idle.key == key && idle.until > now;
    });
    if (newest == idle_.rend()) {
        return std::nullopt;
    }
    const Id id = newest->id;
    idle_.erase(std::next(newest).base());
    return id;
}

PoolLedger::Time PoolLedger::usable_until(const Free& connection, Time now) const {
    if (connection.promise.max == std::uint64_t{0}) {
        return now;
    }
    Time until = std::min(now + limits_.max_idle, connection.born + limits_.lifetime);
    if (connection.promise.timeout) {
        until = std::min<Time>(until, now + *connection.promise.timeout - margin);
    }
    return until;
}

std::vector<PoolLedger::Id> PoolLedger::put(const Free& connection, Time now) {
    std::vector<Id> closed = expire(now);
    const Time until = usable_until(connection, now);
    if (until <= now) {
        closed.push_back(connection.id);
        return closed;
    }
    idle_.push_back({.id = connection.id, .key = connection.key, .until = until});
    const auto of_key = [&](const Idle& idle) { return idle.key == connection.key; };
    auto oldest = idle_.end();
    if (static_cast<std::size_t>(std::ranges::count_if(idle_, of_key)) > limits_.per_key) {
        oldest = std::ranges::find_if(idle_, of_key);
    } else if (idle_.size() > limits_.total) {
        oldest = idle_.begin();
    }
    if (oldest != idle_.end()) {
        closed.push_back(oldest->id);
        idle_.erase(oldest);
    }
    return closed;
}

std::vector<PoolLedger::Id> PoolLedger::expire(Time now) {
    std::vector<Id> closed;
    for (const Idle& idle : idle_) {
        if (idle.until <= now) {
            closed.push_back(idle.id);
        }
    }
    std::erase_if(idle_, [&](const Idle& idle) { return idle.until <= now; });
    return closed;
}

} // namespace latch::net
