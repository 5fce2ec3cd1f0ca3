// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/net/loopback.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace latch::net {

class Loopback::State {
public:
    using Tcp = boost::asio::ip::tcp;
    using Acceptor = boost::asio::basic_socket_acceptor<Tcp, Executor>;

    explicit State(boost::asio::io_context& context) : loop(context), acceptor(context) {}

    boost::asio::io_context& loop;
    Acceptor acceptor;
};

} // namespace latch::net
