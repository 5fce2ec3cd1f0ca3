// SPDX-License-Identifier: MIT
#pragma once

#include "net/local_end.hpp"
#include "net/resolve.hpp"
#include "net/socket.hpp"

#include <boost/system/result.hpp>

#include <span>
#include <string>

namespace latch::net {

/// A socket and where it leads.
struct Connected {
    Socket socket;
    std::string address; ///< "192.0.2.1:443", or the path of a unix socket
};

/// A TCP connection to the first address that accepts one, tried one after the other: an address
/// that is silent has its share of the time that is left. Racing them has its place here.
/// Errors: the most telling one. `endpoints` has at least one; it and `from` must outlive the task.
Task<boost::system::result<Connected, std::error_code>> connect(
    boost::asio::io_context& loop,
    std::span<const Endpoint> endpoints,
    const LocalEnd& from,
    Deadline deadline
);

/// A connection to a unix socket. Where more wait to be accepted than it has room for, this one
/// waits for its place until the deadline. `path` must outlive the task.
Task<boost::system::result<Connected, std::error_code>>
connect_to_socket(boost::asio::io_context& loop, const std::string& path, Deadline deadline);

/// "192.0.2.1:443", "[2001:db8::1]:443".
std::string to_string(const Endpoint& endpoint);

} // namespace latch::net
