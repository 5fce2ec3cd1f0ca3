// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"

#include <filesystem>
#include <string_view>

namespace latch::base {

/// What a file for others to read is created with: readable for all as far as the user's umask
/// allows.
unsigned mode_of_new_files();

/// Writes a file that is not there yet, with mode 0600, and waits until it is on the disk. If that
/// fails there is none. Errors: `file`, also for a link that leads nowhere.
Result<void> write_new_file(const std::filesystem::path& file, std::string_view bytes);

/// A file without a name in a folder, for reading and writing, that holds `what`: no one else can
/// open it, and no crash leaves it behind. Errors: `file`.
Result<Descriptor> nameless_file(const std::filesystem::path& folder, std::string_view what);

} // namespace latch::base
