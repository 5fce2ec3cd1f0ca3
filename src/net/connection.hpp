// SPDX-License-Identifier: MIT
#pragma once

#include "net/pool_ledger.hpp"
#include "net/read_buffer.hpp"
#include "net/stream.hpp"

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
    std::string peer;           ///< for errors: "api.test:443"
    std::string remote_address; ///< "192.0.2.1:443"
    SteadyClock::time_point born{};
    bool reused = false; ///< it has carried an earlier request
    ReadBuffer buffer{head_buffer_size};
};

} // namespace latch::net
