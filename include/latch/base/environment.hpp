// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::base {

using Clock = std::chrono::system_clock;

/// Where bytes come from or go to, and whether a person is at the other end.
struct Stream {
    int descriptor = -1;
    bool is_terminal = false;
};

/// What standard input is, which decides whether it can be a request body.
enum class InputKind {
    closed,
    terminal,
    device,       ///< a character device that is no terminal, e.g. /dev/null
    regular_file, ///< has a size and can be read twice
    stream,       ///< a pipe or a socket
};

/// The outside world as a value: what a run may know and touch, collected once by `main`.
///
/// Tests make their own, so that nothing reads the real home, clock or terminal behind their back.
struct Environment {
    std::map<std::string, std::string, std::less<>> variables;
    std::filesystem::path home; ///< the user's home; empty if unknown
    std::filesystem::path working_directory;
    std::string program_name; ///< base name of argv[0]
    Stream in;
    InputKind in_kind = InputKind::closed;
    Stream out;
    Stream err;
    std::filesystem::path terminal; ///< the controlling terminal's device; empty: nobody to ask
    unsigned columns = 80;          ///< width of the terminal on `err` or `out`
    std::function<Clock::time_point()> now = [] { return Clock::now(); };

    /// The variable's value; nothing if it is unset. An empty value is a value.
    std::optional<std::string> variable(std::string_view name) const;

    /// A path as the shell would mean it: a leading "~/" is `home`, relative ones start at
    /// `working_directory`.
    std::filesystem::path resolve(std::string_view path) const;
};

/// The real process: its variables, descriptors 0 to 2 and the system clock.
Environment real_environment(std::string_view program);

/// Opens what is closed of descriptors 0 to 2, so that no file or socket gets such a number and is
/// taken for standard output. They are opened the wrong way round, so that using one still fails.
/// After `real_environment`, which sees what is closed.
void occupy_standard_descriptors();

} // namespace latch::base
