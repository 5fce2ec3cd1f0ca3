// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/base/signals.hpp"

#include <chrono>
#include <string>
#include <sys/types.h>

/// Processes of our own and what they say, for as long as there is patience.
namespace latch::base {

/// A child that is waited for, and killed first if it is not let go.
class Child {
public:
    explicit Child(pid_t process) noexcept : process_(process) {}

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    Child(Child&&) = delete;
    Child& operator=(Child&&) = delete;

    ~Child();

    /// Waits for its end; the status of waitpid.
    int wait();

    /// Something to poll: readable once the child has ended. Not open before Linux 5.3.
    Descriptor watched() const;

private:
    pid_t process_;
};

/// Said in a child: it dies with its parent, which a signal may end; nobody would want its answer.
void die_with(pid_t parent);

/// A pipe between two processes; both ends are closed by exec.
struct ChildPipe {
    Descriptor reading;
    Descriptor writing;
};

/// Errors: `file`, with the system's words as cause.
Result<ChildPipe> pipe_to_child();

/// How long what a child does is waited for. Signals are held back meanwhile, and come only while
/// `await_input` waits: none comes in a moment in which nobody would notice.
class Patience {
public:
    explicit Patience(std::chrono::milliseconds limit)
        : deadline_(std::chrono::steady_clock::now() + limit) {}

    /// Waits for bytes or the end; whether there are some before the patience has ended.
    ///
    /// Errors: `interrupted`, by any signal that has a handler. The network's event loop sets
    /// handlers, and tells which it was.
    Result<bool> await_input(int descriptor) const;

    /// The signals that were held back before.
    const sigset_t& mask_before() const noexcept { return held_.before(); }

private:
    SignalsHeld held_;
    std::chrono::steady_clock::time_point deadline_;
};

/// What a child has said, and why no more of it was heard.
struct Heard {
    enum class End { all, too_slow, too_much };

    End end = End::all;
    std::string text;
};

/// Hears all that comes out of a pipe, but no more than about `limit`. Errors: `interrupted` as
/// above, `file`.
Result<Heard> hear(int descriptor, Bytes limit, const Patience& patience);

} // namespace latch::base
