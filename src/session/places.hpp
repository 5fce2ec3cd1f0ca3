// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

/// Where the files of sessions lie.
namespace latch::session {

/// The file that `Store::locate` finds.
base::Result<std::filesystem::path>
file_of(std::string_view value, const base::Environment& environment);

/// The files that `file_of` finds by name, of all names that lead to one. Errors: `file` if a
/// folder is there and cannot be read.
base::Result<std::map<std::string, std::filesystem::path>>
named_files(const base::Environment& environment);

} // namespace latch::session
