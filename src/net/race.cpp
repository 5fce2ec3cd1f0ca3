// SPDX-License-Identifier: MIT
#include "net/race.hpp"

#include <algorithm>

namespace latch::net {

using http::AddressFamily;

void Race::know(const std::vector<Endpoint>& endpoints) {
    for (const Endpoint& endpoint : endpoints) {
        (endpoint.address().is_v6() ? ipv6_ : ipv4_).push_back(endpoint);
    }
    if (!endpoints.empty()) {
        ipv6_is_next_ = endpoints.front().address().is_v6();
    }
}

void Race::expect(AddressFamily family) {
    expected_.push_back(family);
}

void Race::resolved(AddressFamily family, const std::vector<Endpoint>& endpoints, Time now) {
    std::erase(expected_, family);
    for (const Endpoint& endpoint : endpoints) {
        (endpoint.address().is_v6() ? ipv6_ : ipv4_).push_back(endpoint);
    }
    const bool is_early = family == AddressFamily::ipv4 && is_expected(AddressFamily::ipv6);
    held_until_ = is_early ? now + resolution_delay : now;
}

void Race::failed() {
    --under_way_;
    joined_from_ = {};
}

std::optional<Endpoint> Race::next(Time now) {
    if (!has_addresses() || now < earliest()) {
        return std::nullopt;
    }
    Addresses& family = next_family();
    const Endpoint endpoint = family.front();
    family.pop_front();
    // Families take turns: one of them may lead nowhere (section 4).
    ipv6_is_next_ = endpoint.address().is_v4();
    has_begun_ = true;
    ++under_way_;
    joined_from_ = now + attempt_delay;
    return endpoint;
}

Deadline Race::due() const {
    return has_addresses() ? Deadline(earliest()) : Deadline();
}

bool Race::is_lost() const noexcept {
    return under_way_ == 0 && !has_addresses() && expected_.empty();
}

bool Race::is_expected(AddressFamily family) const noexcept {
    return std::ranges::find(expected_, family) != expected_.end();
}

bool Race::has_addresses() const noexcept {
    return !ipv6_.empty() || !ipv4_.empty();
}

Race::Time Race::earliest() const noexcept {
    return has_begun_ ? joined_from_ : held_until_;
}

Race::Addresses& Race::next_family() noexcept {
    const bool takes_ipv6 = ipv4_.empty() || (ipv6_is_next_ && !ipv6_.empty());
    return takes_ipv6 ? ipv6_ : ipv4_;
}

} // namespace latch::net
