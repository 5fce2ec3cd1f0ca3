// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <filesystem>
#include <vector>

namespace latch::session {

/// Where the file of another client is kept once latch has written its own in the place of it:
/// NAME.json.before-latch, and with a number behind it where there is one already.
std::vector<std::filesystem::path> original_places(const std::filesystem::path& file);

/// Copies the file, if there is one, to the first free of these places, with mode 0600; not if one
/// of them holds the same already. The caller holds the lock. Errors: `file`.
base::Result<void> keep_original(const std::filesystem::path& file);

} // namespace latch::session
