// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/net/task.hpp"
#include "latch/net/transport.hpp"

#include <chrono>
#include <list>

namespace latch::app {

/// The network of a run of flows: one event loop, and a pool for each way to connect that its
/// requests ask for.
class Wires {
public:
    /// `limit` is that of the whole run; zero: none.
    explicit Wires(std::chrono::milliseconds limit);
    Wires(const Wires&) = delete;
    Wires& operator=(const Wires&) = delete;
    Wires(Wires&&) = delete;
    Wires& operator=(Wires&&) = delete;
    ~Wires() = default;

    /// The transport for requests with that policy.
    net::Transport& by(const http::Policy& policy);

    /// Lets signals, deadlines and other tasks come in between.
    net::Task<void> yield() { return first_.pause(std::chrono::milliseconds::zero()); }

    net::TaskGroup task_group() { return first_.task_group(); }

    /// As that of a transport; of no more use once it was ended early.
    base::Result<void> run(net::Task<base::Result<void>> task);

private:
    struct Way {
        Way(http::Policy how, const net::Transport& first)
            : policy(std::move(how)), transport(policy, first) {}

        http::Policy policy;
        net::Transport transport;
    };

    http::Policy policy_;
    net::Transport first_;
    std::list<Way> ways_; ///< they stay where they are
};

} // namespace latch::app
