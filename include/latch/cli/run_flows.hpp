// SPDX-License-Identifier: MIT
#pragma once

#include "latch/cli/report_wish.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latch::cli {

/// `--var NAME=VALUE`
struct TypedVariable {
    std::string name;
    std::string value;
};

/// `--secret NAME[=VALUE]`
struct TypedSecret {
    std::string name;
    std::optional<std::string> value; ///< nothing: of the environment, or to be asked for
};

/// What variables have which values, the later of two with one name winning.
struct VariableWish {
    std::vector<TypedVariable> typed;
    std::vector<std::string> files; ///< JSON objects, or lines of NAME=VALUE
    std::vector<TypedSecret> secrets;

    bool any() const noexcept { return !typed.empty() || !files.empty() || !secrets.empty(); }
};

/// `--max WHAT=DURATION`: how long requests may take.
struct Ceiling {
    unsigned percent = 100; ///< of the requests; 100: all of them
    std::chrono::milliseconds limit{};
};

/// Which requests of a flow are sent; each is named by its line or its title.
struct Selection {
    std::vector<std::string> only{}; ///< none: all of them
    std::optional<std::string> from{};
    std::vector<std::string> tags{}; ///< one of these; none: whatever tags it has

    bool any() const noexcept { return !only.empty() || from || !tags.empty(); }
};

/// `latch run`: sends the requests of flow files.
struct RunFlows {
    enum class OnFailure : std::uint8_t {
        next_file, ///< the rest of the file is left out
        stop,      ///< everything is
        go_on,
    };

    std::vector<std::string> files;
    std::vector<std::string> options; ///< words that each request is parsed with, before its own
    VariableWish variables;
    Selection selection;
    OnFailure on_failure = OnFailure::next_file;
    std::vector<Ceiling> ceilings;
    std::vector<ReportWish> reports;
    std::chrono::milliseconds time_limit{}; ///< of all of it; 0: none
    unsigned jobs = 1;                      ///< files at once, not 0
    unsigned quiet = 0;                     ///< how often that was said
    bool only_checks = false;
    bool as_shell = false; ///< the flow is written as a script, and nothing is sent
    bool saves_sessions = false;
    bool tells_times = true;
    bool is_configured = true; ///< the configuration files count
};

} // namespace latch::cli
