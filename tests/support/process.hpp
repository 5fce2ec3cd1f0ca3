// SPDX-License-Identifier: MIT
#pragma once

#include "support/spawn.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <variant>

namespace latch::test {

/// A pipe with these bytes, which then ends.
struct PipedInput {
    std::string bytes;
};

/// A pipe that stays open until `Process::end_input`.
struct OpenPipe {};

/// No descriptor 0 at all.
struct ClosedInput {};

/// /dev/null, as cron and many CI systems have it.
struct NullInput {};

/// The shell's "< file".
struct FileInput {
    std::filesystem::path file;
};

/// The terminal.
struct TerminalInput {};

using Input = std::variant<NullInput, PipedInput, OpenPipe, ClosedInput, FileInput, TerminalInput>;

/// Where an output goes: a pipe of its own, or the one pseudo-terminal of the process.
enum class Output { pipe, terminal };

/// What a process finds at its descriptors 0 to 2.
struct Wiring {
    Input in = NullInput{};
    Output out = Output::pipe;
    Output err = Output::pipe;
    unsigned short columns = 80; ///< of the terminal
    /// Sanitizers make programs slow; a hang is a failure long before CTest's own limit.
    std::chrono::seconds deadline{30};
};

/// How a process ended, and what it said.
struct Ran {
    int exit_code = -1; ///< -1 if a signal ended it
    int signal = 0;     ///< that one
    std::string out;
    std::string err;
    std::string terminal; ///< everything that went to the pseudo-terminal
    base::Bytes peak_memory;
};

/// A program that was started; killed, with all that it started itself, at the latest when it goes
/// out of scope.
class Process {
public:
    Process(const Command& command, const Wiring& wiring);
    Process(Process&&) noexcept;
    Process& operator=(Process&&) = delete;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    /// For who looks at it from outside.
    pid_t id() const noexcept { return pid_; }

    /// Gives more bytes to standard input (an OpenPipe or the terminal).
    void input(std::string_view bytes);
    void end_input();
    /// Waits until standard output, the terminal or standard error hold `text`; fails the test if
    /// they never do.
    void wait_for(std::string_view text);

    /// What it has said so far.
    const Ran& heard() const noexcept { return ran_; }

    /// Closes the reading end of standard output, as `head` does.
    void close_output();
    void send_signal(int number) const;

    /// Waits for the end; kills the process and fails the test if it takes too long.
    Ran wait();

private:
    enum class Pumped { something, nothing, the_end };

    /// Moves bytes until `enough` says so or the process has ended; whether that was before the
    /// deadline.
    bool pump(const std::function<bool()>& enough);
    Pumped pump_once();
    void feed();
    void end();

    pid_t pid_ = -1;
    base::Descriptor handle_; ///< becomes readable when the process has ended
    base::Descriptor in_;
    base::Descriptor out_;
    base::Descriptor err_;
    base::Descriptor terminal_;
    std::string unsent_;
    bool input_ends_ = false; ///< once everything unsent has been sent
    std::chrono::steady_clock::time_point deadline_;
    Ran ran_;
};

} // namespace latch::test
