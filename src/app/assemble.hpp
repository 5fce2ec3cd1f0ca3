// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/http/hsts.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/session.hpp"

#include <filesystem>

namespace latch::app {

/// What is remembered from earlier runs.
struct Remembered {
    const session::Session& session;
    http::HstsView hsts{};
};

/// What the requests of a run are made of.
struct Ingredients {
    request::RequestSpec wish;  ///< with the values of its items read
    request::Material material; ///< without the hosts that want TLS
};

/// Reads what the command line names: values in files, files to upload, standard input. Whatever
/// else is wrong with the command is found before anybody is asked for a body. Errors: `usage`,
/// `file`.
base::Result<Ingredients> gather(
    const cli::Send& command,
    const Remembered& remembered,
    const base::Environment& environment,
    const Report& report
);

/// Where is kept what does not fit into memory: $TMPDIR, else /tmp.
std::filesystem::path temporary_folder(const base::Environment& environment);

/// Has all of it be there more than once: what comes through a pipe is kept. Errors: `file`.
base::Result<void> keep(Ingredients& ingredients, const base::Environment& environment);

/// Composes a request. A body that may have to be sent again can be afterwards. Errors: `usage`,
/// `file`.
base::Result<request::Composed> assemble(
    Ingredients ingredients,
    const cli::Send& command,
    const Remembered& remembered,
    const base::Environment& environment
);

} // namespace latch::app
