// SPDX-License-Identifier: MIT
#include "app/keeping.hpp"

#include <utility>

namespace latch::app {

using base::Result;

bool Keeping::writes() const {
    return setup_.store && command_.session->access == cli::SessionChoice::Access::read_write;
}

Result<session::Updated> Keeping::keep(const client::Outcome& outcome) {
    // First of all: hosts can be asked another time.
    auto kept = save(outcome);
    keep_hsts(outcome);
    return kept;
}

Result<session::Updated> Keeping::save(const client::Outcome& outcome) {
    if (!writes() || outcome.exchange.hops.empty()) {
        return session::Updated::yes;
    }
    session::Delta delta = session::delta_after(setup_.composed.typed, outcome.exchange);
    delta.nonces = outcome.nonces;
    delta.csrf = outcome.csrf.learned;
    delta.epoch = setup_.session.epoch;
    return setup_.store->update(delta, environment_.now(), std::move(setup_.seen));
}

/// What hosts said of themselves. That it cannot be kept is no reason for a request to fail.
void Keeping::keep_hsts(const client::Outcome& outcome) const {
    if (setup_.hsts_file) {
        static_cast<void>(setup_.hsts_file->learn(outcome.hsts_news));
    }
}

void Keeping::tell(const Result<session::Updated>& kept, const Report& report) const {
    if (!kept) {
        report.error(kept.error());
    } else if (*kept == session::Updated::too_late && command_.output.quiet < 2) {
        report.remark(
            "what the server handed out was not saved",
            "the session was removed, renamed or cleared during the request"
        );
    }
}

} // namespace latch::app
