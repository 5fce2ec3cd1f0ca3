// SPDX-License-Identifier: MIT
#include "net/pool_ledger.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

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

PoolLedger::Claimed PoolLedger::claim(const PoolKey& key, Wish wish, Time now) {
    Claimed claimed;
    expire(now, claimed.close);
    claimed.grant = grant_to(key, wish, now, claimed.close);
    if (!claimed.grant) {
        claimed.waiter = ++last_id_;
        waiters_.push_back({.id = claimed.waiter, .key = key, .wish = wish});
    }
    return claimed;
}

PoolLedger::Grant PoolLedger::replace(Id dead, const PoolKey& key, Time now) {
    const auto id = newest_idle(key, now);
    if (!id) {
        return {.id = dead};
    }
    // The place of the dead one serves nobody: while one is idle, none waits that it could help.
    forget_use(dead);
    take_idle(*id);
    return {.id = *id, .is_idle = true};
}

PoolLedger::Changed PoolLedger::put(const Free& connection, Time now) {
    Changed changed;
    expire(now, changed.close);
    forget_use(connection.id);
    const Time until = usable_until(connection, now);
    if (until <= now) {
        changed.close.push_back(connection.id);
    } else {
        idle_.push_back({.id = connection.id, .key = connection.key, .until = until});
    }
    changed.served = serve(now, changed.close);
    if (idle_.size() > limits_.idle) {
        changed.close.push_back(idle_.front().id);
        idle_.erase(idle_.begin());
    }
    return changed;
}

PoolLedger::Changed PoolLedger::strike(Id connection, Time now) {
    Changed changed;
    forget_use(connection);
    changed.served = serve(now, changed.close);
    return changed;
}

void PoolLedger::leave(Id waiter) {
    std::erase_if(waiters_, [&](const Waiter& other) { return other.id == waiter; });
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

/// Strikes what has been idle or has lived too long.
void PoolLedger::expire(Time now, std::vector<Id>& close) {
    std::erase_if(idle_, [&](const Idle& idle) {
        const bool is_over = idle.until <= now;
        if (is_over) {
            close.push_back(idle.id);
        }
        return is_over;
    });
}

/// The connection used last is the one the server is least likely to have closed.
std::optional<PoolLedger::Id> PoolLedger::newest_idle(const PoolKey& key, Time now) const {
    const auto newest = std::find_if(idle_.rbegin(), idle_.rend(), [&](const Idle& idle) {
        return idle.key == key && idle.until > now;
    });
    return newest == idle_.rend() ? std::nullopt : std::optional(newest->id);
}

/// Of an origin, or of all if it is null.
std::optional<PoolLedger::Id> PoolLedger::oldest_idle(const http::Origin* origin) const {
    const auto oldest = std::ranges::find_if(idle_, [&](const Idle& idle) {
        return origin == nullptr || idle.key.origin == *origin;
    });
    return oldest == idle_.end() ? std::nullopt : std::optional(oldest->id);
}

/// Nothing: there is none, whatever is closed.
std::optional<PoolLedger::Room> PoolLedger::room_for(const http::Origin& origin) const {
    const auto used =
        std::ranges::count_if(in_use_, [&](const InUse& use) { return use.origin == origin; });
    const auto spare =
        std::ranges::count_if(idle_, [&](const Idle& idle) { return idle.key.origin == origin; });
    const bool is_origin_full = static_cast<std::size_t>(used + spare) >= limits_.open.per_origin;
    if (!is_origin_full && open() < limits_.open.total) {
        return Room{};
    }
    const auto close = oldest_idle(is_origin_full ? &origin : nullptr);
    return close ? std::optional(Room{close}) : std::nullopt;
}

void PoolLedger::take_idle(Id id) {
    const auto idle = std::ranges::find(idle_, id, &Idle::id);
    in_use_.push_back({.id = id, .origin = std::move(idle->key.origin)});
    idle_.erase(idle);
}

void PoolLedger::forget_use(Id id) {
    std::erase_if(in_use_, [&](const InUse& use) { return use.id == id; });
}

std::optional<PoolLedger::Grant>
PoolLedger::grant_to(const PoolKey& key, Wish wish, Time now, std::vector<Id>& close) {
    if (wish == Wish::any) {
        if (const auto id = newest_idle(key, now)) {
            take_idle(*id);
            return Grant{.id = *id, .is_idle = true};
        }
    }
    const auto room = room_for(key.origin);
    if (!room) {
        return std::nullopt;
    }
    if (room->close) {
        close.push_back(*room->close);
        std::erase_if(idle_, [&](const Idle& idle) { return idle.id == *room->close; });
    }
    const Id id = ++last_id_;
    in_use_.push_back({.id = id, .origin = key.origin});
    return Grant{.id = id};
}

/// The first of those who can be served, but before him who needs no new connection: that is less
/// work for all. He who was overtaken so often is not again.
PoolLedger::Waiters::iterator PoolLedger::whose_turn(Time now) {
    constexpr unsigned patience = 16;
    const auto has_one_idle = [&](const Waiter& waiter) {
        return waiter.wish == Wish::any && newest_idle(waiter.key, now);
    };
    const auto first = std::ranges::find_if(waiters_, [&](const Waiter& waiter) {
        return has_one_idle(waiter) || room_for(waiter.key.origin);
    });
    if (first == waiters_.end() || first->overtaken >= patience) {
        return first;
    }
    const auto ready = std::find_if(first, waiters_.end(), has_one_idle);
    return ready == waiters_.end() ? first : ready;
}

std::optional<PoolLedger::Served> PoolLedger::serve(Time now, std::vector<Id>& close) {
    const auto next = whose_turn(now);
    if (next == waiters_.end()) {
        return std::nullopt;
    }
    const auto grant = grant_to(next->key, next->wish, now, close);
    const Served served{.waiter = next->id, .grant = grant.value()};
    std::for_each(waiters_.begin(), next, [](Waiter& waiter) { ++waiter.overtaken; });
    waiters_.erase(next);
    return served;
}

} // namespace latch::net
