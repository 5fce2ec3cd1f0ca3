// SPDX-License-Identifier: MIT
#include "latch/client/pause.hpp"

#include "latch/net/transport.hpp"

namespace latch::client {

namespace {

net::Task<base::Result<void>> passing(net::Transport& transport, std::chrono::milliseconds time) {
    co_await transport.pause(time);
    co_return base::Result<void>{};
}

} // namespace

base::Result<void> pause(std::chrono::milliseconds duration) {
    const http::Policy policy;
    net::Transport transport(policy);
    return transport.run(passing(transport, duration));
}

} // namespace latch::client
