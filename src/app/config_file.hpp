// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/cli/parse.hpp"
#include "latch/session/config.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// A configuration file that was read.
struct ConfigFile {
    std::filesystem::path file;
    cli::Defaults::Author author = cli::Defaults::Author::user;
    session::Config config;
};

/// A file that a project offers and that is not read, because others can have written it.
struct PassedOver {
    std::string what; ///< in words
    std::string remedy;
};

/// Where configuration files lie; none of them is opened to find that out.
struct ConfigPlaces {
    std::optional<std::filesystem::path> user;    ///< config.json of latch's home
    std::optional<std::filesystem::path> project; ///< the nearest .latch/config.json
};

/// The files that are there. That of latch's home is never a project's as well.
ConfigPlaces find_configs(const base::Environment& environment);

struct ConfigFiles {
    std::vector<ConfigFile> files; ///< the user's before the project's
    std::optional<PassedOver> passed_over;
};

/// Reads the files. A project's is passed over unless it and its folder belong to the user and
/// nobody else can write to them: the rule for a project's sessions. Errors: `bad_config`; `file`
/// for what cannot be read.
base::Result<ConfigFiles> read_configs(const ConfigPlaces& places);

} // namespace latch::app
