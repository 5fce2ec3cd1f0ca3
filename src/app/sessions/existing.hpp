// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/session/store.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latch::app::sessions {

/// The session that is meant. Errors: `file` if there is none.
base::Result<session::Store> existing(std::string_view value, const base::Environment& environment);

/// The sessions that are meant, each once. Errors: as `existing`, for the first that is not there.
base::Result<std::vector<session::Store>>
all_existing(std::span<const std::string> values, const base::Environment& environment);

} // namespace latch::app::sessions
