// SPDX-License-Identifier: MIT
#include "session/places.hpp"

#include "latch/base/text.hpp"
#include "latch/session/home.hpp"
#include "latch/session/store.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <vector>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view ending = ".json";

bool is_name_character(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '.' || c == '_' || c == '-';
}

/// The folder for the sessions of a project, in `project`.
fs::path folder_in(const fs::path& project) {
    return project / ".latch" / "sessions";
}

/// A folder that others can write to is passed over: they could offer sessions to whoever works
/// below it, in /tmp for one.
bool is_trusted(const fs::path& folder) {
    return is_folder_of_ours(folder.parent_path()) && is_folder_of_ours(folder);
}

/// The nearest `.latch/sessions/NAME.json` at or above a folder.
std::optional<fs::path> find_in_project(const fs::path& file_name, const fs::path& folder) {
    const auto project = nearest_above(folder, [&](const fs::path& candidate) {
        std::error_code ignored;
        return fs::exists(folder_in(candidate) / file_name, ignored) &&
               is_trusted(folder_in(candidate));
    });
    return project ? std::optional(folder_in(*project) / file_name) : std::nullopt;
}

base::Result<fs::path> sessions_home(const base::Environment& environment) {
    const auto home = latch_home(environment);
    if (!home) {
        return base::Error(base::ErrorKind::file, "cannot tell where sessions are kept")
            .because("there is no home directory")
            .hinting("set LATCH_HOME, or give the session as a path");
    }
    return *home / "sessions";
}

base::Error bad_name(std::string_view name) {
    return base::Error(base::ErrorKind::usage, "no session can be called " + std::string(name))
        .hinting("use letters, digits, dots, dashes and underscores, or a path with a slash");
}

/// The folders that `file_of` looks into, the first to count first.
std::vector<fs::path> folders(const base::Environment& environment) {
    std::vector<fs::path> found;
    nearest_above(environment.working_directory, [&](const fs::path& candidate) {
        if (is_trusted(folder_in(candidate))) {
            found.push_back(folder_in(candidate));
        }
        return false;
    });
    if (auto home = sessions_home(environment)) {
        found.push_back(*std::move(home));
    }
    return found;
}

} // namespace

bool is_session_name(std::string_view name) noexcept {
    constexpr std::size_t longest = 200;
    return !name.empty() && name.size() <= longest && name.front() != '.' && name.front() != '-' &&
           std::ranges::all_of(name, is_name_character);
}

base::Result<fs::path> file_of(std::string_view value, const base::Environment& environment) {
    if (value.find('/') != std::string_view::npos) {
        return environment.resolve(value);
    }
    if (!is_session_name(value)) {
        return bad_name(value);
    }
    const std::string file_name = std::string(value).append(ending);
    if (auto found = find_in_project(file_name, environment.working_directory)) {
        return *std::move(found);
    }
    auto home = sessions_home(environment);
    if (!home) {
        return home.error();
    }
    return *home / file_name;
}

base::Result<std::map<std::string, fs::path>> named_files(const base::Environment& environment) {
    std::map<std::string, fs::path> files;
    for (const fs::path& folder : folders(environment)) {
        std::error_code problem;
        for (const auto& entry : fs::directory_iterator(folder, problem)) {
            const std::string name = entry.path().stem().string();
            if (entry.path().extension() == ending && is_session_name(name)) {
                files.emplace(name, entry.path());
            }
        }
        if (problem && problem != std::errc::no_such_file_or_directory) {
            return base::Error(base::ErrorKind::file, "cannot read the folder " + folder.string())
                .because(base::to_ascii_lower(problem.message()));
        }
    }
    return files;
}

} // namespace latch::session
