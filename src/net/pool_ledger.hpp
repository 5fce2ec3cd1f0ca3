// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/route.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace latch::net {

/// Whom a connection leads to, and what was checked when it was made. A difference in any part
/// forbids sharing: one request with --verify=no must not lend its connection to another
/// (CVE-2024-35195).
struct PoolKey {
    http::Origin origin;
    http::Route route; ///< with the credentials for a proxy, which are a connection's
    std::vector<std::string> addresses; ///< of `--resolve`, of whom it was asked for
    http::TlsPolicy tls;                ///< all of it: who was checked, how, and who we said we are
    http::AddressFamily family = http::AddressFamily::any;
    std::string interface;
    unsigned http_version = 11;

    bool operator==(const PoolKey&) const = default;
};

/// What a response says about its connection: "Keep-Alive: timeout=5, max=100".
struct KeepAlive {
    std::optional<std::chrono::seconds> timeout;
    std::optional<std::uint64_t> max; ///< requests that may still follow

    bool operator==(const KeepAlive&) const = default;
};

KeepAlive parse_keep_alive(const http::Headers& headers);

/// Which connections there are, for whom and until when, and who waits for one. No sockets and no
/// clock: only numbers.
///
/// A connection counts as open from the moment that somebody may make it until it is closed. Who
/// cannot have one waits in a queue. A place that becomes free serves one of those who wait, at
/// once; so whoever comes anew never overtakes somebody who could have been served.
class PoolLedger {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Id = std::uint64_t;

    struct Limits {
        /// curl's: after two minutes most servers have closed.
        std::chrono::steady_clock::duration max_idle = std::chrono::seconds(118);
        /// Certificates are checked only when a connection is made.
        std::chrono::steady_clock::duration lifetime = std::chrono::hours(24);
        std::size_t idle = 64;
        http::ConnectionLimits open{};
    };

    /// Whether an idle connection will do.
    enum class Wish : std::uint8_t { any, fresh };

    /// The connection that somebody may have.
    struct Grant {
        Id id = 0;
        bool is_idle = false; ///< it is there; else it is to be made

        bool operator==(const Grant&) const = default;
    };

    struct Claimed {
        std::optional<Grant> grant;
        Id waiter = 0; ///< the number under which he waits who was granted nothing
        std::vector<Id> close;
    };

    /// Whose turn it is, of those who wait.
    struct Served {
        Id waiter = 0;
        Grant grant;

        bool operator==(const Served&) const = default;
    };

    struct Changed {
        std::vector<Id> close;
        std::optional<Served> served;
    };

    /// A connection that has become free.
    struct Free {
        Id id = 0;
        PoolKey key;
        Time born{};
        KeepAlive promise;
    };

    PoolLedger() = default;

    explicit PoolLedger(const Limits& limits) : limits_(limits) {}

    /// Somebody wants a connection: the newest free one for the key, or a new one if there is room
    /// for it, which an idle one of another key may have to make.
    Claimed claim(const PoolKey& key, Wish wish, Time now);

    /// An idle connection that was granted for `key` has turned out dead and is closed: another
    /// idle one, or its place for a new one.
    Grant replace(Id dead, const PoolKey& key, Time now);

    /// Enters a connection that has become free. Closed for it are the oldest idle ones over the
    /// limit, or it itself if it is of no use any more.
    Changed put(const Free& connection, Time now);

    /// A connection that was granted is closed, or was never made.
    Changed strike(Id connection, Time now);

    /// Nobody waits under that number any more.
    void leave(Id waiter);

    std::size_t idle() const noexcept { return idle_.size(); }

    /// Those that are used or being made, and the idle ones.
    std::size_t open() const noexcept { return in_use_.size() + idle_.size(); }

    std::size_t waiting() const noexcept { return waiters_.size(); }

private:
    struct InUse {
        Id id = 0;
        http::Origin origin;
    };

    struct Idle {
        Id id = 0;
        PoolKey key;
        Time until{};
    };

    struct Waiter {
        Id id = 0;
        PoolKey key;
        Wish wish = Wish::any;
        unsigned overtaken = 0; ///< how often one behind was served
    };

    /// For one more connection, and what has to be closed for it.
    struct Room {
        std::optional<Id> close;
    };

    using Waiters = std::deque<Waiter>;

    Time usable_until(const Free& connection, Time now) const;
    void expire(Time now, std::vector<Id>& close);
    std::optional<Id> newest_idle(const PoolKey& key, Time now) const;
    std::optional<Id> oldest_idle(const http::Origin* origin) const;
    std::optional<Room> room_for(const http::Origin& origin) const;
    void take_idle(Id id);
    void forget_use(Id id);
    std::optional<Grant> grant_to(const PoolKey& key, Wish wish, Time now, std::vector<Id>& close);
    Waiters::iterator whose_turn(Time now);
    std::optional<Served> serve(Time now, std::vector<Id>& close);

    Limits limits_;
    std::vector<InUse> in_use_;
    std::vector<Idle> idle_; ///< in the order they became free
    Waiters waiters_;        ///< in the order they came
    Id last_id_ = 0;         ///< of connections and waiters
};

} // namespace latch::net
