// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// What goes wrong with the file of a session.
namespace latch::session {

base::Error cannot(std::string_view verb, const std::filesystem::path& file, std::string cause);

base::Error none_at(const std::filesystem::path& file);

/// Where a session is to be made, and one is.
base::Error occupied(const std::filesystem::path& file);

} // namespace latch::session
