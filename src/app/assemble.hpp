// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/http/hsts.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/session.hpp"

namespace latch::app {

/// What is remembered from earlier runs.
struct Remembered {
    const session::Session& session;
    http::HstsView hsts{};
};

/// Reads what the command line names (values in files, files to upload, standard input) and
/// composes the request from it. A body that may have to be sent again can be afterwards. Errors:
/// `usage`, `file`.
base::Result<request::Composed> assemble(
    const cli::Send& command,
    const Remembered& remembered,
    const base::Environment& environment,
    const Report& report
);

} // namespace latch::app
