// SPDX-License-Identifier: MIT
#include "net/names.hpp"

#include "net/vigil.hpp"

#include <array>
#include <utility>

namespace latch::net {

using base::Result;
using http::AddressFamily;

namespace {

std::vector<AddressFamily> families_of(AddressFamily family) {
    return family == AddressFamily::any ? std::vector{AddressFamily::ipv6, AddressFamily::ipv4}
                                        : std::vector{family};
}

} // namespace

Result<Candidates> Names::candidates(const Query& query) const {
    std::vector<Endpoint> fixed = known_addresses(table_, query.peer);
    if (!fixed.empty()) {
        auto suitable = of_family(std::move(fixed), query);
        if (!suitable) {
            return suitable.error();
        }
        return Candidates{.known = *std::move(suitable), .lookups = {}};
    }
    Candidates candidates{.known = known(query), .lookups = {}};
    if (!candidates.known.empty()) {
        return candidates;
    }
    for (const AddressFamily family : families_of(query.family)) {
        Query part = query;
        part.family = family;
        auto lookup = Lookup::begin(std::move(part));
        if (!lookup) {
            return lookup.error();
        }
        candidates.lookups.push_back(*std::move(lookup));
    }
    return candidates;
}

Task<Result<std::vector<Endpoint>>> Names::look_up(const Query& query, Deadline deadline) {
    std::vector<Endpoint> fixed = known_addresses(table_, query.peer);
    if (!fixed.empty()) {
        co_return of_family(std::move(fixed), query);
    }
    std::vector<Endpoint> found = cache_.find(query.peer, query.family, SteadyClock::now());
    if (!found.empty()) {
        co_return found;
    }
    const Result<Lookup> lookup = Lookup::begin(query);
    if (!lookup) {
        co_return lookup.error();
    }
    Vigil vigil(loop_);
    vigil.watch(lookup->bell(), Vigil::For::reading);
    const std::vector<Vigil::Id> answered = co_await vigil.wait(deadline);
    if (answered.empty()) {
        co_return unresolved_in_time(query);
    }
    found = lookup->endpoints();
    if (found.empty()) {
        co_return unresolved(query, std::array{lookup->fault()});
    }
    learn(query, found);
    co_return found;
}

void Names::learn(const Query& query, const std::vector<Endpoint>& endpoints) {
    cache_.put(query, endpoints, SteadyClock::now());
}

/// What was found before. One family will do: the other was slower, or has no addresses.
std::vector<Endpoint> Names::known(const Query& query) const {
    std::vector<Endpoint> known;
    for (const AddressFamily family : families_of(query.family)) {
        for (const Endpoint& endpoint : cache_.find(query.peer, family, SteadyClock::now())) {
            known.push_back(endpoint);
        }
    }
    return known;
}

} // namespace latch::net
