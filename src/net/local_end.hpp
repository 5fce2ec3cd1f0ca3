// SPDX-License-Identifier: MIT
#pragma once

#include "net/resolve.hpp"

#include "latch/base/error.hpp"

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string>
#include <system_error>

namespace latch::net {

/// Where our end of a connection has to be: an address of ours, an interface, or anywhere.
class LocalEnd {
public:
    /// `text` is an IPv4 or IPv6 literal, the name of an interface, or empty for anywhere. Errors:
    /// `connect` for an interface that is not there.
    static base::Result<LocalEnd> find(const std::string& text);

    /// Before it is connected to `target`. An address of the other family is an error. Without the
    /// right to bind to an interface the interface's own address has to do.
    std::error_code bind(int socket, const Endpoint& target) const;

private:
    std::optional<boost::asio::ip::address> address_;
    std::string device_;
};

} // namespace latch::net
