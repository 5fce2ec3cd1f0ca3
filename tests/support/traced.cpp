// SPDX-License-Identifier: MIT
#include "support/traced.hpp"

#include "latch/base/file.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <stdexcept>
#include <string>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace latch::test {

namespace {

/// PTRACE_O_TRACESYSGOOD makes stops at system calls look like this.
constexpr int syscall_stop = SIGTRAP | 0x80;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("cannot " + what + ": " + base::system_words(errno));
}

pid_t forked() {
    const pid_t child = ::fork();
    if (child < 0) {
        fail("fork");
    }
    return child;
}

/// In the child: 127 is what a shell says of a program that it cannot run.
void want_to_be_traced() {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) {
        ::_exit(127);
    }
}

/// Everything that allocates is done before the fork: other threads may hold the heap's lock.
pid_t start(const Command& command) {
    const ExecVectors vectors(command);
    const pid_t child = forked();
    if (child != 0) {
        return child;
    }
    const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        ::dup2(null, standard);
    }
    want_to_be_traced();
    if (::chdir(command.working_directory.c_str()) == 0) {
        ::execve(command.program.c_str(), vectors.argv(), vectors.envp());
    }
    ::_exit(127);
}

} // namespace

Traced::Traced(const std::function<bool()>& work) {
    const pid_t child = forked();
    if (child == 0) {
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) { // not as the test runner takes them
            static_cast<void>(std::signal(signal, SIG_DFL));
        }
        want_to_be_traced();
        static_cast<void>(std::raise(SIGSTOP));
        ::_exit(work() ? 0 : 1); // neither Catch nor a sanitizer has any business at that end
    }
    follow(child);
}

Traced::Traced(const Command& command) {
    follow(start(command));
}

Traced::~Traced() {
    kill();
}

/// Stops first where it has asked to be traced: at SIGSTOP, or behind execve.
void Traced::follow(pid_t child) {
    pid_ = child;
    if (!wait()) {
        throw std::runtime_error("cannot trace a process: it has ended at once");
    }
    constexpr auto options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
    if (::ptrace(PTRACE_SETOPTIONS, pid_, nullptr, options) != 0) {
        fail("trace a process");
    }
    signal_ = 0;
}

bool Traced::wait() {
    while (::waitpid(pid_, &status_, 0) != pid_) {
        if (errno != EINTR) {
            fail("wait for a traced process");
        }
    }
    if (!WIFSTOPPED(status_)) {
        pid_ = -1;
        return false;
    }
    signal_ = WSTOPSIG(status_) == syscall_stop ? 0 : WSTOPSIG(status_);
    return true;
}

std::optional<SyscallStop> Traced::next() {
    while (pid_ >= 0) {
        if (::ptrace(PTRACE_SYSCALL, pid_, nullptr, signal_) != 0) {
            fail("let a traced process go on");
        }
        if (!wait() || signal_ != 0) {
            continue;
        }
        __ptrace_syscall_info facts{};
        if (::ptrace(PTRACE_GET_SYSCALL_INFO, pid_, sizeof facts, &facts) <= 0) {
            fail("ask a traced process for its system call");
        }
        const bool is_entry = facts.op == PTRACE_SYSCALL_INFO_ENTRY;
        return SyscallStop{
            .is_entry = is_entry,
            .number = is_entry ? facts.entry.nr : 0,
            .result = is_entry ? 0 : facts.exit.rval,
        };
    }
    return std::nullopt;
}

bool Traced::go_to(std::uint64_t number) {
    while (const auto stop = next()) {
        if (stop->is_entry && stop->number == number) {
            return true;
        }
    }
    return false;
}

bool Traced::go_behind_data() {
    bool is_receiving = false;
    while (const auto stop = next()) {
        if (!stop->is_entry && is_receiving && stop->result > 0) {
            return true;
        }
        is_receiving =
            stop->is_entry && (stop->number == SYS_recvfrom || stop->number == SYS_recvmsg);
    }
    return false;
}

bool Traced::pass(std::size_t stops) {
    for (std::size_t passed = 0; passed < stops; ++passed) {
        if (!next()) {
            return false;
        }
    }
    return pid_ >= 0;
}

void Traced::send_signal(int number) const {
    ::kill(pid_, number);
}

void Traced::kill() {
    if (pid_ < 0) {
        return;
    }
    ::kill(pid_, SIGKILL);
    while (wait()) {
    }
}

} // namespace latch::test
