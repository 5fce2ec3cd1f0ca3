// SPDX-License-Identifier: MIT
#pragma once

#include "net/resolve.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

namespace latch::net {

/// Which address is tried next, and when: "Happy Eyeballs" version 2 (RFC 8305). It knows no
/// sockets and no clock. Whoever runs it tells what happened, asks `next`, and sleeps until `due`.
class Race {
public:
    using Time = SteadyClock::time_point;

    /// How long addresses of IPv4 wait for those of IPv6 (section 3).
    static constexpr std::chrono::milliseconds resolution_delay{50};
    /// How long an attempt has to itself before another joins it (section 5).
    static constexpr std::chrono::milliseconds attempt_delay{250};

    /// Addresses that are known already, of both families, the preferred one first.
    void know(const std::vector<Endpoint>& endpoints);

    /// That the resolver has been asked for those of a family, and what it said, which may be none.
    void expect(http::AddressFamily family);
    void resolved(http::AddressFamily family, const std::vector<Endpoint>& endpoints, Time now);

    /// That an attempt has failed: another begins at once.
    void failed();

    /// The address to try now; it counts as tried. Nothing if it is not time, or if there is none.
    std::optional<Endpoint> next(Time now);

    /// When `next` may have another answer without any news; nothing: never.
    Deadline due() const;

    /// Nothing is under way, and nothing will come.
    bool is_lost() const noexcept;

private:
    using Addresses = std::deque<Endpoint>;

    bool is_expected(http::AddressFamily family) const noexcept;
    bool has_addresses() const noexcept;
    Time earliest() const noexcept;
    Addresses& next_family() noexcept;

    Addresses ipv6_;
    Addresses ipv4_;
    std::vector<http::AddressFamily> expected_;
    bool ipv6_is_next_ = true;
    bool has_begun_ = false;
    std::size_t under_way_ = 0;
    Time held_until_{};  ///< for addresses of IPv6
    Time joined_from_{}; ///< when another attempt may join the last one
};

} // namespace latch::net
