// SPDX-License-Identifier: MIT
#pragma once

#include "net/dial.hpp"
#include "net/pool.hpp"

#include "latch/http/policy.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace latch::net {

/// An event loop, which several policies may share, and what lives on it.
///
/// Order matters when it goes: first the idle connections, last the loop itself, which takes the
/// coroutines that are still suspended with it. These may refer to the pool, but only when they
/// run, never when they are destroyed.
struct Loop {
    Loop(
        const http::Policy& terms,
        Tickets& tickets,
        std::shared_ptr<boost::asio::io_context> shared =
            std::make_shared<boost::asio::io_context>(1)
    )
        : policy(terms), owned(std::move(shared)), context(*owned), dialer(context, terms, tickets),
          pool(context, terms.connections) {}

    const http::Policy& policy;
    std::shared_ptr<boost::asio::io_context> owned;
    boost::asio::io_context& context;
    Dialer dialer;
    Pool pool;
    std::size_t tasks = 0; ///< that are done beside the one that the run is for
};

} // namespace latch::net
