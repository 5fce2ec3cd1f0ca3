// SPDX-License-Identifier: MIT
#pragma once

#include "net/place.hpp"
#include "net/pool_ledger.hpp"
#include "net/read_buffer.hpp"
#include "net/stream.hpp"

#include "latch/base/environment.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace latch::net {

/// Enough for every ordinary head together with a small body.
inline constexpr std::size_t head_buffer_size = std::size_t{64} * 1024;

/// An open connection and what is known about it.
struct Connection {
    std::unique_ptr<Stream> stream;
    PoolKey key;
    std::string peer; ///< who answers, for errors: "api.test:443", "the proxy p.test:3128"
    std::string tls;  ///< with the origin: "TLSv1.3 TLS_AES_256_GCM_SHA384"; may be empty
    base::Clock::time_point certificate_expires{}; ///< the origin's; the epoch: it has none
    bool resumed = false;                          ///< that TLS session was an earlier connection's
    std::string remote_address;                    ///< "192.0.2.1:443"
    SteadyClock::time_point born{};
    Place place{};       ///< given back when the connection is gone
    bool reused = false; ///< it has carried an earlier request
    ReadBuffer buffer{head_buffer_size};
};

} // namespace latch::net
