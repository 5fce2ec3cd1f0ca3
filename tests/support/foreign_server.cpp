// SPDX-License-Identifier: MIT
#include "support/foreign_server.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <poll.h>
#include <stdexcept>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// They leave in well under a second whatever is in flight.
constexpr std::chrono::seconds patience_with_end(20);

bool becomes_readable(int descriptor, steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    return ::poll(&waiting, 1, static_cast<int>(std::max(left, milliseconds(0)).count())) > 0;
}

} // namespace

ForeignServer::ForeignServer(const Command& command, std::chrono::seconds patience) {
    SpawnPlan plan(command.working_directory);
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    plan.give(std::move(in.reading), STDIN_FILENO);
    plan.lend(out.writing, STDOUT_FILENO);
    pid_ = plan.spawn(command);
    input_ = std::move(in.writing);
    out.writing.close();
    await_ready_line(out.reading, patience);
}

ForeignServer::~ForeignServer() {
    input_.close();
    const base::Descriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    if (becomes_readable(handle.get(), steady_clock::now() + patience_with_end)) {
        ::waitpid(pid_, nullptr, 0);
    } else {
        kill();
    }
}

void ForeignServer::await_ready_line(const base::Descriptor& out, std::chrono::seconds patience) {
    const auto deadline = steady_clock::now() + patience;
    while (!ready_line_.ends_with('\n')) {
        std::array<char, 4096> piece{};
        const bool spoke = becomes_readable(out.get(), deadline);
        const ssize_t got = spoke ? ::read(out.get(), piece.data(), piece.size()) : 0;
        if (got <= 0) {
            kill();
            throw std::runtime_error("a server of the tests did not start");
        }
        ready_line_.append(piece.data(), static_cast<std::size_t>(got));
    }
}

void ForeignServer::kill() const {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
}

} // namespace latch::test
