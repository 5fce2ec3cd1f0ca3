// SPDX-License-Identifier: MIT
#pragma once

#include "net/socket.hpp"

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/url.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
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

/// A question to the system's resolver that is under way. Dropping it does not wait for the answer.
class Lookup {
public:
    /// Errors: `resolve` if the system refuses a thread or a descriptor.
    static base::Result<Lookup> begin(Query query);

    const Query& query() const noexcept { return query_; }

    /// A descriptor that becomes readable when the answer is there.
    int bell() const noexcept { return bell_.get(); }

    /// Once the bell has rung: what was found, or nothing; `fault` says why.
    std::vector<Endpoint> endpoints() const;

    /// One of the resolver's EAI_ numbers; 0 if there is none.
    int fault() const noexcept;

private:
    struct Question;
    struct Asking;

    Query query_;
    base::Descriptor bell_;
    std::shared_ptr<const Asking> asking_;
};

/// That none of the lookups of a name found an address: the fault that tells most, since a name
/// with no address of one family may not be known for another reason. Errors: `resolve`, always.
base::Error unresolved(const Query& query, std::span<const int> faults);

/// That the resolver did not answer before the deadline: `timed_out`.
base::Error unresolved_in_time(const Query& query);

} // namespace latch::net
