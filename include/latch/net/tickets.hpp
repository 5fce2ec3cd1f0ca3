// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/tls_ticket.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace latch::net {

/// The TLS tickets of a run, each for one connection at a time: those that servers gave it, and
/// behind them those of earlier runs, which somebody else keeps.
class Tickets {
public:
    static constexpr std::size_t per_key = 4;
    static constexpr std::size_t total = 64;

    /// Gives away a ticket of an earlier run that has this key: it is nobody else's any more.
    using Earlier = std::function<std::optional<http::TlsTicket>(std::string_view key)>;

    explicit Tickets(Earlier earlier = {});

    void put(http::TlsTicket ticket);

    /// The newest that is good for a profile; it is not there any more.
    std::optional<http::TlsTicket> take(std::string_view key, base::Clock::time_point now);

    std::size_t size() const noexcept { return tickets_.size(); }

    /// Those that are left of this run, the oldest first, for the next one.
    std::vector<http::TlsTicket> release() noexcept;

private:
    std::vector<http::TlsTicket> tickets_; ///< the oldest first
    Earlier earlier_;
};

} // namespace latch::net
