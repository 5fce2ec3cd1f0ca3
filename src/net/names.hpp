// SPDX-License-Identifier: MIT
#pragma once

#include "net/name_cache.hpp"
#include "net/resolve.hpp"

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"

#include <span>
#include <vector>

namespace latch::net {

/// Where a connection may lead: addresses that are known, and questions that will bring more.
struct Candidates {
    std::vector<Endpoint> known;
    std::vector<Lookup> lookups; ///< none if something is known
};

/// Finds addresses: in the table of `--resolve`, in what was found before, by the system's
/// resolver.
class Names {
public:
    /// Both must outlive it.
    Names(boost::asio::io_context& loop, std::span<const http::StaticAddress> table)
        : loop_(loop), table_(table) {}

    /// Where it waits for answers.
    boost::asio::io_context& loop() const noexcept { return loop_; }

    /// For a race: each family is asked for by itself (RFC 8305, section 3). Errors: `resolve`.
    base::Result<Candidates> candidates(const Query& query) const;

    /// For who needs an address without connecting to it, in the resolver's order. `query` must
    /// outlive the task. Errors: `resolve`, and `timed_out` at the deadline.
    Task<base::Result<std::vector<Endpoint>>> look_up(const Query& query, Deadline deadline);

    /// Keeps what a lookup has found.
    void learn(const Query& query, const std::vector<Endpoint>& endpoints);

    /// See `NameCache`.
    void forget(const std::string& host) { cache_.forget(host); }

private:
    std::vector<Endpoint> known(const Query& query) const;

    boost::asio::io_context& loop_;
    std::span<const http::StaticAddress> table_;
    NameCache cache_;
};

} // namespace latch::net
