// SPDX-License-Identifier: MIT
#pragma once

#include "support/process.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// The built program with a world of its own: a private home, working directory and environment,
/// which several runs share. Nothing of the machine's comes in but PATH.
class Latch {
public:
    Latch();

    /// Runs the program to its end; fails the test if it does not come to one.
    Ran run(const std::vector<std::string>& arguments, const Wiring& wiring = {}) const;
    /// Starts the program for tests that do something meanwhile.
    Process start(const std::vector<std::string>& arguments, const Wiring& wiring = {}) const;

    /// What `start` starts, for who starts it otherwise.
    Command command(const std::vector<std::string>& arguments) const;

    /// Runs a line of shell in the same world; "$latch" is the program.
    Ran shell(const std::string& script, const Wiring& wiring = {}) const;

    /// Sets a variable of the environment for the runs to come.
    Latch& set(std::string name, std::string value);
    Latch& unset(const std::string& name);
    /// Calls the program by another name, as a link would.
    Latch& called(const std::string& name);

    /// What the runs call.
    const std::filesystem::path& program() const noexcept { return program_; }

    std::filesystem::path home() const { return folder_ / "home"; }

    std::filesystem::path working_directory() const { return folder_ / "work"; }

    /// A file of the working directory, written for the runs to come.
    std::filesystem::path write(std::string_view name, std::string_view bytes) const;

    /// Where a named session is kept.
    std::filesystem::path session_file(std::string_view name) const;
    /// The text of a named session's file; fails the test if there is none.
    std::string session(std::string_view name) const;

private:
    Command command_of(std::filesystem::path program, std::vector<std::string> arguments) const;

    TempDir folder_;
    std::filesystem::path program_;
    std::map<std::string, std::string> environment_;
};

} // namespace latch::test
