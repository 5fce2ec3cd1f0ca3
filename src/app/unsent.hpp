// SPDX-License-Identifier: MIT
#pragma once

#include "app/delivery.hpp"
#include "app/means.hpp"

namespace latch::app {

/// Shows a request, or its curl command if that is asked for, and sends nothing: the exit code.
int show_unsent(Means& means, const Errand& errand, Delivery& delivery);

} // namespace latch::app
