// SPDX-License-Identifier: MIT
#pragma once

#include "app/delivery.hpp"
#include "app/means.hpp"
#include "app/reporting.hpp"

#include "latch/base/error.hpp"
#include "latch/client/conversation.hpp"
#include "latch/flow/record.hpp"
#include "latch/net/task.hpp"
#include "latch/net/transport.hpp"

#include <memory>

namespace latch::app {

/// --wait: sends a request until its answer is the one that is waited for. What earlier ones handed
/// out is forgotten.
class Waiting {
public:
    /// Everything must outlive the object. The command says what is waited for.
    Waiting(Means& means, const Errand& errand, Delivery& delivery, net::Transport& transport);
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    Waiting(Waiting&&) = delete;
    Waiting& operator=(Waiting&&) = delete;
    ~Waiting();

    /// In a run of the transport. The object must outlive the task.
    net::Task<base::Result<void>> wait();

    /// Of the last try that came to its end.
    const client::Outcome& outcome() const noexcept;

    /// Shows the answer to that, and says what came of it all, or that `wait` was ended by an
    /// error: the exit code.
    int conclude(const base::Result<void>& ended);

    /// What came of it, for a report; after `conclude`.
    flow::Case testcase() const;

private:
    class Tries;
    std::unique_ptr<Tries> tries_;
};

/// Errors: `usage` for a request that is to be waited for, and can be sent only once.
base::Result<void> check_waiting(const cli::Send& command, const Errand& errand);

/// `latch --wait URL` from its first try to its exit code.
int send_until(Means& means, const Errand& errand, Delivery& delivery, Reporting& reporting);

} // namespace latch::app
