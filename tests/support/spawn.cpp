// SPDX-License-Identifier: MIT
#include "support/spawn.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pty.h>
#include <stdexcept>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

using base::Descriptor;

[[noreturn]] void fail(const std::string& what, int error) {
    throw std::runtime_error("cannot " + what + ": " + base::system_words(error));
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

ExecVectors::ExecVectors(const Command& command) : words_{command.program.string()} {
    words_.insert(words_.end(), command.arguments.begin(), command.arguments.end());
    for (const auto& [name, value] : command.environment) {
        std::string variable = name;
        variables_.push_back(variable.append("=").append(value));
    }
    argv_ = pointers_to(words_);
    envp_ = pointers_to(variables_);
}

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("make a pipe", errno);
    }
    return {.reading = Descriptor(ends[0]), .writing = Descriptor(ends[1])};
}

Terminal make_terminal(unsigned short columns) {
    termios raw{};
    ::cfmakeraw(&raw);
    const winsize size{.ws_row = 24, .ws_col = columns, .ws_xpixel = 0, .ws_ypixel = 0};
    int master = -1;
    int slave = -1;
    if (::openpty(&master, &slave, nullptr, &raw, &size) != 0) {
        fail("open a pseudo-terminal", errno);
    }
    ::fcntl(master, F_SETFD, FD_CLOEXEC);
    ::fcntl(slave, F_SETFD, FD_CLOEXEC);
    return {.master = Descriptor(master), .slave = Descriptor(slave)};
}

Descriptor open_for_child(const std::filesystem::path& file) {
    Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.is_open()) {
        fail("open " + file.string(), errno);
    }
    return opened;
}

SpawnPlan::SpawnPlan(const std::filesystem::path& working_directory) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addchdir_np(&actions_, working_directory.c_str());
    posix_spawnattr_init(&attributes_);
    // The test runner ignores SIGPIPE, and its children would inherit that.
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

SpawnPlan::~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
}

void SpawnPlan::give(Descriptor end, int number) {
    lend(end, number);
    given_.push_back(std::move(end));
}

void SpawnPlan::lend(const Descriptor& ours, int number) {
    posix_spawn_file_actions_adddup2(&actions_, ours.get(), number);
}

void SpawnPlan::give_control(const Descriptor& terminal, int number) {
    std::array<char, 64> name{};
    if (const int error = ::ttyname_r(terminal.get(), name.data(), name.size()); error != 0) {
        fail("name a pseudo-terminal", error);
    }
    posix_spawn_file_actions_addopen(&actions_, number, name.data(), O_RDWR, 0);
}

void SpawnPlan::close(int number) {
    posix_spawn_file_actions_addclose(&actions_, number);
}

pid_t SpawnPlan::spawn(const Command& command) const {
    const ExecVectors vectors(command);
    pid_t pid = -1;
    const int error = ::posix_spawn(
        &pid, command.program.c_str(), &actions_, &attributes_, vectors.argv(), vectors.envp()
    );
    if (error != 0) {
        fail("start " + command.program.string(), error);
    }
    return pid;
}

} // namespace latch::test
