// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <span>
#include <string>
#include <vector>

namespace latch::net {

using Endpoint = boost::asio::ip::tcp::endpoint;

/// The address that `--resolve` gives for this host and port; empty if it gives none.
std::string static_address(std::span<const http::StaticAddress> table, const http::Peer& peer);

/// The addresses that need no resolver: of `--resolve`, a literal's own, and those of localhost
/// and its subdomains, which never leave the machine (RFC 6761, 6.3). Empty for every other name.
std::vector<Endpoint>
known_addresses(std::span<const http::StaticAddress> table, const http::Peer& peer);

/// What the resolver is asked.
struct Query {
    http::Peer peer;
    http::AddressFamily family = http::AddressFamily::any;
    std::string shown; ///< how errors call the peer: "api.test", "the proxy p.test"
};

/// Those of `endpoints` that are of the family. Errors: `resolve` if none is.
base::Result<std::vector<Endpoint>> of_family(std::vector<Endpoint> endpoints, const Query& query);

/// Asks the system's resolver. `query` must outlive the task. Errors: `resolve`, and `timed_out` at
/// the deadline.
Task<base::Result<std::vector<Endpoint>>>
look_up(boost::asio::io_context& loop, const Query& query, Deadline deadline);

} // namespace latch::net
