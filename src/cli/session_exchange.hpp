// SPDX-License-Identifier: MIT
#pragma once

#include "cli/session_words.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/session_command.hpp"

#include <string>

namespace latch::cli {

/// What `latch session import` is to do. Errors: `usage`.
base::Result<ImportSessions>
import_of(const SessionWords& said, const base::Environment& environment);

/// What `latch session export` is to do. Errors: `usage`.
base::Result<ExportSessions> export_of(const SessionWords& said);

/// The formats that can be imported besides latch's own, separated by blanks.
std::string import_formats();

/// The formats that can be exported, separated by blanks; the first is latch's own.
std::string export_formats();

} // namespace latch::cli
