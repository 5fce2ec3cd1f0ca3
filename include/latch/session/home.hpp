// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

/// Where latch keeps what outlives a run.
namespace latch::session {

/// $LATCH_HOME, else $XDG_CONFIG_HOME/latch, else ~/.config/latch; nothing without a home. It need
/// not exist.
std::optional<std::filesystem::path> latch_home(const base::Environment& environment);

/// Whether a file or folder with these owner and mode bits is the user's, and nobody else can have
/// put something into it.
bool is_ours_alone(unsigned owner, unsigned mode) noexcept;

/// The same for a folder; no for what is none.
bool is_folder_of_ours(const std::filesystem::path& folder);

/// What lies there instead of a file: "a directory", "a pipe", "a device", "a socket"; empty for a
/// file, and where nothing is. To be asked before opening: a pipe waits for who writes into it.
std::string_view kind_of_no_file(const std::filesystem::path& place);

/// The nearest at or above an absolute folder that has what is looked for.
std::optional<std::filesystem::path> nearest_above(
    std::filesystem::path folder, const std::function<bool(const std::filesystem::path&)>& has_it
);

} // namespace latch::session
