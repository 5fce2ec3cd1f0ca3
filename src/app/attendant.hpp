// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/client/token_order.hpp"

namespace latch::app {

/// Tells the user at the terminal what to do at a browser, and opens one.
class Terminal final : public client::Attendant {
public:
    /// Both must outlive the object.
    Terminal(const base::Environment& environment, const Report& report)
        : environment_(environment), report_(report) {}

    /// By the command in BROWSER, else by that of the desktop. Without either of a terminal and
    /// that variable nobody is there.
    base::Result<void> open(const http::Url& page) override;

    base::Result<void> show(const access::DeviceCode& code) override;

private:
    const base::Environment& environment_;
    const Report& report_;
};

} // namespace latch::app
