// SPDX-License-Identifier: MIT
#pragma once

#include "net/resolve.hpp"

#include "latch/http/policy.hpp"

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace latch::net {

/// Addresses that the resolver has found in this run. They are good for a minute, as curl's: the
/// resolver does not say how long they may be kept. That there is none is not kept, since a service
/// that is about to start may get its name while it is waited for.
class NameCache {
public:
    using Time = SteadyClock::time_point;
    static constexpr std::chrono::seconds lifetime{60};

    /// With the peer's port. Empty if nothing is known.
    std::vector<Endpoint> find(const http::Peer& peer, http::AddressFamily family, Time now) const;

    void put(const Query& query, const std::vector<Endpoint>& endpoints, Time now);

    /// None of them accepts a connection: there may be others by now, or of the other family.
    void forget(const std::string& host);

private:
    struct Entry {
        std::vector<Endpoint> endpoints;
        Time until{};
    };

    std::map<std::pair<std::string, http::AddressFamily>, Entry> entries_;
};

} // namespace latch::net
