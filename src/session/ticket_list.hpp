// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/tls_ticket.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::session {

/// The TLS tickets of a session as its ticket file holds them, the oldest first.
///
/// A line each: key, seconds of the check and of the end, and the session in base64, which is
/// decoded only when it is taken. A text of another kind or version holds none, and a line that
/// cannot be read is passed over: whatever is lost costs a handshake.
class TicketList {
public:
    static constexpr std::size_t per_key = 8;
    static constexpr std::size_t total = 64;
    /// Of a session before base64, which is the server's ticket and its certificate: most often
    /// 1 to 2 KiB.
    static constexpr std::size_t largest = std::size_t{16} * 1024;

    explicit TicketList(std::string_view text = {});

    /// The newest that is good for that key; it is not there any more.
    std::optional<http::TlsTicket> take(std::string_view key, base::Clock::time_point now);

    /// The oldest make way, and those that are not good any more.
    void add(const std::vector<http::TlsTicket>& tickets, base::Clock::time_point now);

    bool empty() const noexcept { return tickets_.empty(); }

    std::string text() const;

private:
    void add(const http::TlsTicket& ticket);

    std::vector<http::TlsTicket> tickets_; ///< their sessions are in base64
};

} // namespace latch::session
