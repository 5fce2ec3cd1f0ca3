// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/net/loopback.hpp"

#include <boost/asio/io_context.hpp>

#include <utility>

namespace latch::net {

class Loopback::State {
public:
    State(boost::asio::io_context& context, base::Descriptor listening)
        : loop(context), listener(context, std::move(listening)) {}

    boost::asio::io_context& loop;
    Socket listener;
};

} // namespace latch::net
