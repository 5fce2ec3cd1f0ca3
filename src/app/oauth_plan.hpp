// SPDX-License-Identifier: MIT
#pragma once

#include "app/login_plan.hpp"

namespace latch::app {

/// A login by OAuth 2: what was said, completed by what the session knows of this URL, with its
/// secrets looked up. `plan` has its `typed` URL. Errors: `usage`; `not_signed_in` for credentials
/// that the server has refused before.
base::Result<LoginPlan> plan_oauth(LoginPlan plan, const cli::Login& command, Signing& signing);

} // namespace latch::app
