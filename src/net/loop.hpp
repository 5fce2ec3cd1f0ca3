// SPDX-License-Identifier: MIT
#pragma once

#include "net/dial.hpp"
#include "net/pool.hpp"

#include "latch/http/policy.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>

namespace latch::net {

/// An event loop and what lives on it.
///
/// Order matters when it goes: first the idle connections, last the loop itself, which takes the
/// coroutines that are still suspended with it. These may refer to the pool, but only when they
/// run, never when they are destroyed.
struct Loop {
    Loop(const http::Policy& terms, Tickets& tickets)
        : policy(terms), dialer(context, terms, tickets), pool(context, terms.connections) {}

    const http::Policy& policy;
    boost::asio::io_context context{1};
    Dialer dialer;
    Pool pool;
    std::size_t tasks = 0; ///< that are done beside the one that the run is for
};

} // namespace latch::net
