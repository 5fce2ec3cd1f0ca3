// SPDX-License-Identifier: MIT
#pragma once

#include "app/setup.hpp"

#include "latch/net/tickets.hpp"
#include "latch/session/ticket_file.hpp"

#include <optional>

namespace latch::app {

/// The TLS tickets of a session, from one run to the next: one is taken from its ticket file when a
/// connection can go on with it, and what servers gave meanwhile is put there at the end. A run
/// without a session, or with one that it must not write, has its own alone.
class TicketKeeping {
public:
    /// The environment must outlive the object.
    TicketKeeping(
        const cli::Send& command, const Setup& setup, const base::Environment& environment
    );
    TicketKeeping(const TicketKeeping&) = delete;
    TicketKeeping& operator=(const TicketKeeping&) = delete;
    TicketKeeping(TicketKeeping&&) = delete;
    TicketKeeping& operator=(TicketKeeping&&) = delete;
    ~TicketKeeping() = default;

    /// For the Transport of the run.
    net::Tickets& tickets() noexcept { return tickets_; }

    /// Once the session is saved, which has to be there.
    void keep();

private:
    std::optional<http::TlsTicket> take(std::string_view key) const;

    const base::Environment& environment_;
    std::optional<session::TicketFile> file_;
    bool is_new_; ///< whether there was no session before
    net::Tickets tickets_;
};

} // namespace latch::app
