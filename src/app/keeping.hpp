// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"
#include "app/setup.hpp"

#include "latch/client/conversation.hpp"

namespace latch::app {

/// What a request leaves behind on this machine: in its session, and in the list of hosts that want
/// to be asked by https only.
class Keeping {
public:
    /// Everything must outlive the object.
    Keeping(const cli::Send& command, Setup& setup, const base::Environment& environment)
        : command_(command), setup_(setup), environment_(environment) {}

    /// Whether the session may be written.
    bool writes() const;

    /// Saves what servers handed out and what was typed, once. Errors: those of the store.
    base::Result<session::Updated> keep(const client::Outcome& outcome);

    /// Says why something was not saved, if it was not.
    void tell(const base::Result<session::Updated>& kept, const Report& report) const;

private:
    base::Result<session::Updated> save(const client::Outcome& outcome);
    void keep_hsts(const client::Outcome& outcome) const;

    const cli::Send& command_;
    Setup& setup_;
    const base::Environment& environment_;
};

} // namespace latch::app
