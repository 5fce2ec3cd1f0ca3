// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/route.hpp"
#include "latch/http/url.hpp"

#include <chrono>
#include <cstdint>
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

/// Which connection is free, for whom, until when. No sockets and no clock: only numbers.
class PoolLedger {
public:
    using Time = std::chrono::steady_clock::time_point;
    using Id = std::uint64_t;

    struct Limits {
        /// curl's: after two minutes most servers have closed.
        std::chrono::steady_clock::duration max_idle = std::chrono::seconds(118);
        /// Certificates are checked only when a connection is made.
        std::chrono::steady_clock::duration lifetime = std::chrono::hours(24);
        std::size_t per_key = 16;
        std::size_t total = 64;
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

    /// Takes the newest free connection for `key` off the books.
    std::optional<Id> take(const PoolKey& key, Time now);

    /// Enters a free connection. The result is what has to be closed for it: the oldest ones over
    /// a limit, or itself if it is of no use any more.
    std::vector<Id> put(const Free& connection, Time now);

    /// Strikes what has been idle or has lived too long; these have to be closed.
    std::vector<Id> expire(Time now);

    std::size_t size() const noexcept { return idle_.size(); }

private:
    struct Idle {
        Id id = 0;
        PoolKey key;
        Time until{};
    };

    Time usable_until(const Free& connection, Time now) const;

    Limits limits_;
    std::vector<Idle> idle_; ///< in the order they became free
};

} // namespace latch::net
