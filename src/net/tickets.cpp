// SPDX-License-Identifier: MIT
#include "latch/net/tickets.hpp"

#include <algorithm>
#include <utility>

namespace latch::net {

using base::Clock;
using http::TlsTicket;

Tickets::Tickets(Earlier earlier) : earlier_(std::move(earlier)) {}

void Tickets::put(TlsTicket ticket) {
    const auto is_alike = [&](const TlsTicket& other) { return other.key == ticket.key; };
    if (std::ranges::count_if(tickets_, is_alike) >= static_cast<std::ptrdiff_t>(per_key)) {
        tickets_.erase(std::ranges::find_if(tickets_, is_alike));
    } else if (tickets_.size() >= total) {
        tickets_.erase(tickets_.begin());
    }
    tickets_.push_back(std::move(ticket));
}

std::optional<TlsTicket> Tickets::take(std::string_view key, Clock::time_point now) {
    std::erase_if(tickets_, [&](const TlsTicket& ticket) { return !is_good(ticket, now); });
    const auto found =
        std::find_if(tickets_.rbegin(), tickets_.rend(), [&](const TlsTicket& ticket) {
            return ticket.key == key;
        });
    if (found != tickets_.rend()) {
        TlsTicket ticket = std::move(*found);
        tickets_.erase(std::next(found).base());
        return ticket;
    }
    auto earlier = earlier_ ? earlier_(key) : std::nullopt;
    const bool is_usable = earlier && earlier->key == key && is_good(*earlier, now);
    return is_usable ? std::move(earlier) : std::nullopt;
}

std::vector<TlsTicket> Tickets::release() noexcept {
    return std::exchange(tickets_, {});
}

} // namespace latch::net
