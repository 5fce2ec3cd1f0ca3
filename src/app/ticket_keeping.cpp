// SPDX-License-Identifier: MIT
#include "app/ticket_keeping.hpp"

namespace latch::app {

TicketKeeping::TicketKeeping(
    const cli::Send& command, const Setup& setup, const base::Environment& environment
)
    : environment_(environment), is_new_(!setup.seen.text),
      tickets_([this](std::string_view key) { return take(key); }) {
    if (setup.store && command.session->access == cli::SessionChoice::Access::read_write) {
        file_.emplace(*setup.store);
    }
}

std::optional<http::TlsTicket> TicketKeeping::take(std::string_view key) const {
    return file_ && !is_new_ ? file_->take(key, environment_.now()) : std::nullopt;
}

void TicketKeeping::keep() {
    const auto left = tickets_.release();
    if (!file_ || left.empty()) {
        return;
    }
    if (is_new_) {
        file_->remove(); // of a session whose file somebody has deleted
    }
    file_->add(left, environment_.now());
}

} // namespace latch::app
