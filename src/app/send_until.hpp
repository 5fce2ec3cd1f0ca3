// SPDX-License-Identifier: MIT
#pragma once

#include "app/delivery.hpp"
#include "app/means.hpp"
#include "app/reporting.hpp"

namespace latch::app {

/// --wait: sends a request until its answer is the one that is waited for, and shows that, or the
/// last one; what earlier ones handed out is forgotten: the exit code.
int send_until(Means& means, const Errand& errand, Delivery& delivery, Reporting& reporting);

} // namespace latch::app
