// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

/// Work on what is not to be trusted, by a library that may not be up to it: in a process of its
/// own, which may crash, hang or eat all memory without harm to ours.
namespace latch::base {

/// What the work may use up before it is stopped.
struct QuarantineLimits {
    Bytes memory;                      ///< address space beyond what this process has
    Bytes output;                      ///< about so much may be said
    std::chrono::milliseconds time{0}; ///< by the clock on the wall
};

/// How the work says something to whoever waits for it.
class QuarantineVoice {
public:
    explicit QuarantineVoice(int pipe) noexcept : pipe_(pipe) {}

    /// Kept until there is enough for a write. Ends the process if nobody listens any more.
    void say(std::string_view text);
    void flush();

private:
    int pipe_;
    std::string unsaid_;
};

/// What was said, and how the work ended.
struct QuarantineReport {
    enum class End { well, out_of_memory, too_slow, too_much, crashed };

    End end = End::well;
    std::string said; ///< all of it only after `well`
};

/// Runs `work` in a fork of this process and waits for its end; it is killed when a limit is hit,
/// and gone in any case when this returns.
///
/// The work finds the memory of this process as it is, no environment variable but TZ, and nothing
/// but /dev/null at its standard streams. What it changes is lost. Memory that C++ cannot get ends
/// it; other libraries have to be told of `end_out_of_memory`. Errors: `file` if the system has no
/// process or pipe left, `interrupted` by a signal that has a handler.
Result<QuarantineReport> in_quarantine(
    const std::function<void(QuarantineVoice& voice)>& work, const QuarantineLimits& limits
);

/// Ends the process that does the work, for want of memory.
[[noreturn]] void end_out_of_memory() noexcept;

} // namespace latch::base
