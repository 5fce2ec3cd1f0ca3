// SPDX-License-Identifier: MIT
#include "latch/session/home.hpp"

#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

std::optional<std::string>
nonempty_variable(const base::Environment& environment, std::string_view name) {
    auto value = environment.variable(name);
    return value && !value->empty() ? value : std::nullopt;
}

} // namespace

std::optional<fs::path> latch_home(const base::Environment& environment) {
    if (const auto home = nonempty_variable(environment, "LATCH_HOME")) {
        return environment.resolve(*home);
    }
    // The XDG specification wants a path that is not absolute to be ignored.
    const auto xdg = nonempty_variable(environment, "XDG_CONFIG_HOME");
    if (xdg && xdg->starts_with('/')) {
        return fs::path(*xdg) / "latch";
    }
    if (environment.home.empty()) {
        return std::nullopt;
    }
    return environment.home / ".config" / "latch";
}

bool is_ours_alone(unsigned owner, unsigned mode) noexcept {
    return owner == ::geteuid() && (mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_folder_of_ours(const fs::path& folder) {
    struct stat facts {};

    return ::stat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode) &&
           is_ours_alone(facts.st_uid, facts.st_mode);
}

std::string_view kind_of_no_file(const fs::path& place) {
    std::error_code unknown;
    switch (fs::status(place, unknown).type()) {
    case fs::file_type::directory:
        return "a directory";
    case fs::file_type::fifo:
        return "a pipe";
    case fs::file_type::block:
    case fs::file_type::character:
        return "a device";
    case fs::file_type::socket:
        return "a socket";
    case fs::file_type::none:
    case fs::file_type::not_found:
    case fs::file_type::regular:
    case fs::file_type::symlink:
    case fs::file_type::unknown:
        break;
    }
    return {};
}

std::optional<fs::path>
nearest_above(fs::path folder, const std::function<bool(const fs::path&)>& has_it) {
    while (!folder.empty()) {
        if (has_it(folder)) {
            return folder;
        }
        fs::path parent = folder.parent_path();
        if (parent == folder) {
            break;
        }
        folder = std::move(parent);
    }
    return std::nullopt;
}

} // namespace latch::session
