// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/http/tls_ticket.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace latch::session {

/// NAME.json.tickets beside a session's file: what its next run may resume TLS sessions with.
///
/// It is a store of what can be had again. So nothing here is an error: a file that is broken, of
/// another version, too large or not private counts as empty and is replaced, and what cannot be
/// read or written costs a handshake. It has a lock of its own, which is held for less than a
/// millisecond: a save of the session waits for the disk.
class TicketFile {
public:
    /// Beside the file that links lead to.
    explicit TicketFile(const Store& store) : session_(store.file()) {}

    /// Takes the newest ticket that is good for that key out of the file: no other run gets it.
    std::optional<http::TlsTicket> take(std::string_view key, base::Clock::time_point now) const;

    /// Adds the tickets that a run has left to what is there by now, with mode 0600; not where the
    /// session is gone.
    void add(const std::vector<http::TlsTicket>& tickets, base::Clock::time_point now) const;

    /// With the session, or because it begins anew.
    void remove() const;

    /// Gives it to the session that is called `target` now.
    void move_to(const Store& target) const;

private:
    std::filesystem::path place() const;

    std::filesystem::path session_;
};

} // namespace latch::session
