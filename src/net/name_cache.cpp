// SPDX-License-Identifier: MIT
#include "net/name_cache.hpp"

namespace latch::net {

std::vector<Endpoint>
NameCache::find(const http::Peer& peer, http::AddressFamily family, Time now) const {
    const auto found = entries_.find({peer.host, family});
    if (found == entries_.end() || found->second.until <= now) {
        return {};
    }
    std::vector<Endpoint> endpoints = found->second.endpoints;
    for (Endpoint& endpoint : endpoints) {
        endpoint.port(peer.port);
    }
    return endpoints;
}

void NameCache::put(const Query& query, const std::vector<Endpoint>& endpoints, Time now) {
    if (!endpoints.empty()) {
        entries_.insert_or_assign(
            {query.peer.host, query.family}, Entry{endpoints, now + lifetime}
        );
    }
}

void NameCache::forget(const std::string& host) {
    std::erase_if(entries_, [&](const auto& entry) { return entry.first.first == host; });
}

} // namespace latch::net
