// SPDX-License-Identifier: MIT
#pragma once

#include "net/resolve.hpp"
#include "net/socket.hpp"

#include <boost/system/result.hpp>

#include <span>
#include <string>

namespace latch::net {

/// A socket and where it leads.
struct Connected {
    Socket socket;
    Endpoint endpoint;
};

/// A TCP connection to the first address that accepts one, tried one after the other: an address
/// that is silent has its share of the time that is left. Racing them has its place here.
/// Errors: the most telling one. `endpoints` has at least one and must outlive the task.
Task<boost::system::result<Connected, std::error_code>>
connect(boost::asio::io_context& loop, std::span<const Endpoint> endpoints, Deadline deadline);

/// "192.0.2.1:443", "[2001:db8::1]:443".
std::string to_string(const Endpoint& endpoint);

} // namespace latch::net
