// SPDX-License-Identifier: MIT
#include "app/config_file.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"
#include "latch/session/home.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::app {

namespace fs = std::filesystem;

namespace {

using base::Result;
using Author = cli::Defaults::Author;

constexpr base::Bytes largest = base::mebibytes(1);
constexpr std::string_view file_name = "config.json";

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file, ignored));
}

std::optional<fs::path> find_in_project(const fs::path& folder) {
    const fs::path below = fs::path(".latch") / file_name;
    const auto project = session::nearest_above(folder, [&](const fs::path& candidate) {
        return is_there(candidate / below);
    });
    return project ? std::optional(*project / below) : std::nullopt;
}

struct stat facts_of(const base::Descriptor& opened) {
    struct stat facts {};

    ::fstat(opened.get(), &facts);
    return facts;
}

bool is_ours(const base::Descriptor& opened) {
    const struct stat facts = facts_of(opened);
    return session::is_ours_alone(facts.st_uid, facts.st_mode);
}

base::Error unusable(const fs::path& file, std::string why) {
    return session::unusable_config(file.string(), std::move(why))
        .hinting("mend or remove it; --no-config asks for no file at all");
}

Result<base::Descriptor> open_file(const fs::path& file) {
    if (const auto kind = session::kind_of_no_file(file); !kind.empty()) {
        return unusable(file, "it is " + std::string(kind));
    }
    return base::open_for_reading(file);
}

Result<ConfigFile> read_opened(const base::Descriptor& opened, fs::path file, Author author) {
    if (std::cmp_greater(facts_of(opened).st_size, largest.count)) {
        return unusable(file, "it is larger than 1 MiB");
    }
    const auto text = base::read_to_end(opened.get(), largest.count, file.string());
    if (!text) {
        return text.error();
    }
    auto config = session::read_config(*text, file.string());
    if (!config) {
        return config.error();
    }
    return ConfigFile{.file = std::move(file), .author = author, .config = *std::move(config)};
}

/// In a home that others can write to, theirs would say where our requests go.
Result<void> add_users(ConfigFiles& found, const fs::path& file) {
    const auto opened = open_file(file);
    if (!opened) {
        return opened.error();
    }
    if (const auto owner = facts_of(*opened).st_uid; owner != ::geteuid() && owner != 0) {
        return unusable(file, "it belongs to another user");
    }
    auto config = read_opened(*opened, file, Author::user);
    if (!config) {
        return config.error();
    }
    found.files.push_back(*std::move(config));
    return {};
}

PassedOver passed_over(const fs::path& file) {
    return {
        .what = file.string() + " is not heeded: it or its folder is not yours alone",
        .remedy = "chmod go-w them if you own both; --no-config asks for no file at all"};
}

/// Opens nothing in a folder of others: what lies there may be a pipe, or unreadable, to annoy.
/// Of the file in it, what was opened counts, not what may lie there a moment later.
Result<void> add_projects(ConfigFiles& found, const fs::path& file) {
    if (!session::is_folder_of_ours(file.parent_path())) {
        found.passed_over = passed_over(file);
        return {};
    }
    const auto opened = open_file(file);
    if (!opened) {
        return opened.error();
    }
    if (!is_ours(*opened)) {
        found.passed_over = passed_over(file);
        return {};
    }
    auto config = read_opened(*opened, file, Author::project);
    if (!config) {
        return config.error();
    }
    found.files.push_back(*std::move(config));
    return {};
}

} // namespace

ConfigPlaces find_configs(const base::Environment& environment) {
    ConfigPlaces places;
    if (const auto home = session::latch_home(environment); home && is_there(*home / file_name)) {
        places.user = *home / file_name;
    }
    places.project = find_in_project(environment.working_directory);
    std::error_code ignored;
    if (places.user && places.project && fs::equivalent(*places.user, *places.project, ignored)) {
        places.project.reset();
    }
    return places;
}

Result<ConfigFiles> read_configs(const ConfigPlaces& places) {
    ConfigFiles found;
    if (places.user) {
        if (const auto added = add_users(found, *places.user); !added) {
            return added.error();
        }
    }
    if (places.project) {
        if (const auto added = add_projects(found, *places.project); !added) {
            return added.error();
        }
    }
    return found;
}

} // namespace latch::app
