// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace latch::base {

/// The file that a rename would have to replace: behind the symbolic links, if there are any, even
/// if it does not exist yet.
std::filesystem::path behind_links(std::filesystem::path target);

} // namespace latch::base
