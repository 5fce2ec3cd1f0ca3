// SPDX-License-Identifier: MIT
#pragma once

#include "net/dial.hpp"
#include "net/pool.hpp"

#include "latch/http/policy.hpp"
#include "latch/net/transport.hpp"

#include <boost/asio/io_context.hpp>

namespace latch::net {

/// An event loop and what lives on it.
///
/// Order matters when it goes: first the idle connections, last the loop itself, which takes the
/// coroutines that are still suspended with it. These may refer to the pool, but only when they
/// run, never when they are destroyed.
struct Loop {
    Loop(const http::Policy& terms, Tickets& tickets)
        : policy(terms), dialer(context, terms, tickets) {}

    const http::Policy& policy;
    boost::asio::io_context context{1};
    Dialer dialer;
    Pool pool;
    Transport::UploadObserver upload_observer;     ///< may be empty
    Transport::DownloadObserver download_observer; ///< may be empty
};

} // namespace latch::net
