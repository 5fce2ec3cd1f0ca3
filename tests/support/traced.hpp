// SPDX-License-Identifier: MIT
#pragma once

#include "support/spawn.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <sys/types.h>

namespace latch::test {

/// Where a traced process stands still: in front of a system call, or behind it.
struct SyscallStop {
    bool is_entry = false;
    std::uint64_t number = 0; ///< SYS_openat and the like; only known in front of it
    std::int64_t result = 0;  ///< what it gave; only known behind it
};

/// A process that goes from one system call to the next when it is told to (ptrace(2)), so that a
/// test can kill it at each of them instead of hoping for the right moment.
///
/// Its first thread is meant: others run freely. It is killed when it goes out of scope.
class Traced {
public:
    /// A copy of this process that does `work`; its exit code is 0 if that was true.
    explicit Traced(const std::function<bool()>& work);
    /// A program whose standard descriptors are /dev/null.
    explicit Traced(const Command& command);
    Traced(const Traced&) = delete;
    Traced& operator=(const Traced&) = delete;
    Traced(Traced&&) = delete;
    Traced& operator=(Traced&&) = delete;
    ~Traced();

    /// Lets it go on to the next stop; nothing once it has ended.
    std::optional<SyscallStop> next();
    /// Lets it go on to the entry of that system call; whether it came to one.
    bool go_to(std::uint64_t number);
    /// Lets it go on until a socket has given it bytes; whether one has.
    bool go_behind_data();
    /// Lets it go on for at most `stops` stops; whether it is still there.
    bool pass(std::size_t stops);
    /// Has its effect when the process goes on, unless that holds it back.
    void send_signal(int number) const;
    /// SIGKILL where it stands, and the wait for its end.
    void kill();

    /// Its number; -1 once it has ended.
    pid_t number() const noexcept { return pid_; }

    /// What waitpid(2) said of its end.
    int status() const noexcept { return status_; }

private:
    void follow(pid_t child);
    /// Waits until it stops or ends; whether it stopped.
    bool wait();

    pid_t pid_ = -1;
    int status_ = 0;
    int signal_ = 0; ///< what stopped it and is to be delivered
};

} // namespace latch::test
