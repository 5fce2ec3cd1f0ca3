// SPDX-License-Identifier: MIT
#pragma once

#include "net/local_end.hpp"
#include "net/names.hpp"
#include "net/socket.hpp"

#include <boost/system/result.hpp>

#include <optional>
#include <string>

namespace latch::net {

/// A socket and where it leads.
struct Connected {
    Socket socket;
    std::string address; ///< "192.0.2.1:443", or the path of a unix socket
};

/// How a race for a connection ended.
struct Raced {
    /// Errors: the most telling one of the addresses that were tried.
    boost::system::result<Connected, std::error_code> connected;
    std::optional<base::Error> unresolved; ///< why there was no address to try
    SteadyClock::time_point resolved{};    ///< when the first address was tried
};

/// A TCP connection to the address that is the first to accept one. They are tried as `Race` says,
/// side by side if they are silent, while the resolver may still look for others; those that come
/// too late are closed. What the resolver finds goes into `names`, on whose loop this is. All must
/// outlive the task.
Task<Raced> connect(const Query& query, Names& names, const LocalEnd& from, Deadline deadline);

/// A connection to a unix socket. Where more wait to be accepted than it has room for, this one
/// waits for its place until the deadline. `path` must outlive the task.
Task<boost::system::result<Connected, std::error_code>>
connect_to_socket(boost::asio::io_context& loop, const std::string& path, Deadline deadline);

/// "192.0.2.1:443", "[2001:db8::1]:443".
std::string to_string(const Endpoint& endpoint);

} // namespace latch::net
