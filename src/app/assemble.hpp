// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/session.hpp"

namespace latch::app {

/// Reads what the command line names (values in files, files to upload, standard input) and
/// composes the request from it. A body that may have to be sent again can be afterwards. Errors:
/// `usage`, `file`.
base::Result<request::Composed> assemble(
    const cli::Send& command, const session::Session& session, const base::Environment& environment
);

} // namespace latch::app
