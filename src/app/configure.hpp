// SPDX-License-Identifier: MIT
#pragma once

#include "app/config_file.hpp"
#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/cli/parse.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace latch::app {

/// The words of one request.
struct Words {
    std::span<const std::string> arguments;
    base::Fillings fillings{};             ///< of their holes
    std::span<const cli::Defaults> over{}; ///< stronger than those of the configuration
};

/// The configuration files, once they are read.
class Configuration {
public:
    /// Without any file.
    Configuration() = default;

    /// Errors: `bad_config`, `file`.
    static base::Result<Configuration> read(const base::Environment& environment);

    /// What words mean with the options of the files before them: from the weakest to the
    /// strongest, those for all requests, for the URL's host, for its origin, and in each of them
    /// the user's before the project's. Errors: `usage`, `bad_config`, `file`; those of a session
    /// whose base the URL is relative to.
    base::Result<cli::Invocation>
    understand(const Words& words, const base::Environment& environment) const;

    /// A project's file that does not count; nothing: there is none.
    const std::optional<PassedOver>& passed_over() const noexcept { return passed_over_; }

private:
    Configuration(std::vector<ConfigFile> files, std::optional<PassedOver> passed_over);

    std::vector<ConfigFile> files_;
    std::optional<PassedOver> passed_over_;
};

/// What a command line means with the configuration, which is read if it has a say in it. Reports
/// that a project's file was passed over. Errors: as above.
base::Result<cli::Invocation> understand(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    const Report& report,
    base::Fillings fillings = {}
);

} // namespace latch::app
