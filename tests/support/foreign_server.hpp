// SPDX-License-Identifier: MIT
#pragma once

#include "support/spawn.hpp"

#include "latch/base/file.hpp"

#include <chrono>
#include <string>
#include <sys/types.h>

namespace latch::test {

/// A server in another language, running as a program of its own.
///
/// It says one line on standard output when it can be called, and leaves when its standard input
/// ends. Nobody but this object holds the other end: however the tests end, by a crash or by
/// SIGKILL, no server stays behind.
class ForeignServer {
public:
    /// Starts it and waits for its line; throws if that does not come in time.
    ForeignServer(const Command& command, std::chrono::seconds patience);
    ForeignServer(const ForeignServer&) = delete;
    ForeignServer& operator=(const ForeignServer&) = delete;
    ForeignServer(ForeignServer&&) = delete;
    ForeignServer& operator=(ForeignServer&&) = delete;
    ~ForeignServer();

    /// What it said when it was ready: where it is to be found.
    const std::string& ready_line() const noexcept { return ready_line_; }

private:
    void await_ready_line(const base::Descriptor& out, std::chrono::seconds patience);
    void kill() const;

    pid_t pid_ = -1;
    base::Descriptor input_;
    std::string ready_line_;
};

} // namespace latch::test
