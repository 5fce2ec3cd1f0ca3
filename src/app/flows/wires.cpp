// SPDX-License-Identifier: MIT
#include "app/flows/wires.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

namespace {

/// What of a policy says how to connect; the rest is for each conversation.
http::Policy way_of(http::Policy policy) {
    policy.timeouts.total = std::chrono::milliseconds::zero();
    policy.redirects = {};
    policy.retries = {};
    // As many at once as @parallel says.
    policy.connections.per_origin = policy.connections.total;
    return policy;
}

http::Policy limited(std::chrono::milliseconds total) {
    http::Policy policy;
    policy.timeouts.total = total;
    return policy;
}

} // namespace

Wires::Wires(std::chrono::milliseconds limit) : policy_(limited(limit)), first_(policy_) {}

net::Transport& Wires::by(const http::Policy& policy) {
    http::Policy way = way_of(policy);
    const auto found = std::ranges::find(ways_, way, &Way::policy);
    return found == ways_.end() ? ways_.emplace_back(std::move(way), first_).transport
                                : found->transport;
}

base::Result<void> Wires::run(net::Task<base::Result<void>> task) {
    auto ended = first_.run(std::move(task));
    if (!ended) {
        // Tasks that still stand are destroyed with the last that knows their loop.
        ways_.clear();
    }
    return ended;
}

} // namespace latch::app
