// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/file.hpp"

#include <filesystem>
#include <map>
#include <spawn.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace latch::test {

/// What is to be run.
struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments; ///< without argv[0]
    std::map<std::string, std::string> environment;
    std::filesystem::path working_directory;
};

/// The words and variables of a command, as execve(2) wants them.
class ExecVectors {
public:
    explicit ExecVectors(const Command& command);
    ExecVectors(const ExecVectors&) = delete;
    ExecVectors& operator=(const ExecVectors&) = delete;
    ExecVectors(ExecVectors&&) = delete;
    ExecVectors& operator=(ExecVectors&&) = delete;
    ~ExecVectors() = default;

    char* const* argv() const noexcept { return argv_.data(); }

    char* const* envp() const noexcept { return envp_.data(); }

private:
    std::vector<std::string> words_;
    std::vector<std::string> variables_;
    std::vector<char*> argv_;
    std::vector<char*> envp_;
};

/// Both ends of a pipe; no child gets them by accident.
struct Pipe {
    base::Descriptor reading;
    base::Descriptor writing;
};

Pipe make_pipe();

/// A pseudo-terminal that passes every byte on as it is.
struct Terminal {
    base::Descriptor master;
    base::Descriptor slave;
};

Terminal make_terminal(unsigned short columns);

base::Descriptor open_for_child(const std::filesystem::path& file);

/// How a child is to be started: which descriptors it gets, and where it stands.
class SpawnPlan {
public:
    explicit SpawnPlan(const std::filesystem::path& working_directory);
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    SpawnPlan(SpawnPlan&&) = delete;
    SpawnPlan& operator=(SpawnPlan&&) = delete;
    ~SpawnPlan();

    /// The child gets `end` as that number; we keep it no longer than the plan.
    void give(base::Descriptor end, int number);
    /// The child gets a copy of `ours` as that number.
    void lend(const base::Descriptor& ours, int number);
    /// The child gets the terminal as that number and, leading a session of its own, as its
    /// controlling one.
    void give_control(const base::Descriptor& terminal, int number);
    void close(int number);

    pid_t spawn(const Command& command) const;

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
    std::vector<base::Descriptor> given_;
};

} // namespace latch::test
