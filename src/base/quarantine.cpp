// SPDX-License-Identifier: MIT
#include "latch/base/quarantine.hpp"

#include "base/child.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <new>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace latch::base {

namespace {

using End = QuarantineReport::End;

/// What the process ends with; nobody else sees it.
constexpr int code_well = 0;
constexpr int code_unheard = 1;
constexpr int code_out_of_memory = 2;

/// The address space that this process has in use (proc(5), statm); nothing is 0.
rlim_t address_space() {
    const auto statm = read_whole("/proc/self/statm", 4096);
    const auto pages = statm ? parse_decimal(statm->substr(0, statm->find(' '))) : std::nullopt;
    return pages.value_or(0) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

/// Lowers a limit for good; one that is lower already stays.
void limit(__rlimit_resource resource, rlim_t most) {
    rlimit current{};
    if (::getrlimit(resource, &current) == 0) {
        const rlim_t lower = std::min(most, current.rlim_max);
        const rlimit lowered{.rlim_cur = lower, .rlim_max = lower};
        ::setrlimit(resource, &lowered);
    }
}

/// Processor time has a limit of its own, for the case that the parent is stopped and watches no
/// clock. It counts whole seconds.
rlim_t processor_seconds(const QuarantineLimits& limits) {
    return static_cast<rlim_t>(std::chrono::ceil<std::chrono::seconds>(limits.time).count()) + 1;
}

/// Handlers of ours would write into pipes that are the parent's, too.
void hold_all_signals() {
    sigset_t all{};
    sigfillset(&all);
    ::sigprocmask(SIG_SETMASK, &all, nullptr);
    std::signal(SIGABRT, SIG_DFL); // abort() lets it through
}

/// Whatever the work prints by itself is lost; the pipe gets a number beyond the standard streams,
/// if it had one of theirs because they were closed.
int silenced(int pipe) {
    const int kept = ::fcntl(pipe, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (kept < 0 || nothing < 0 || ::dup2(nothing, stream) < 0) {
            ::_exit(code_unheard);
        }
    }
    return kept;
}

/// "TZ=..." among our variables; null if there is none.
char* time_zone() {
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        if (std::string_view(*entry).starts_with("TZ=")) {
            return *entry;
        }
    }
    return nullptr;
}

/// The life of the child. An exception ends it: what would catch it is the parent's.
[[noreturn]] void live(
    const std::function<void(QuarantineVoice& voice)>& work,
    int pipe,
    const QuarantineLimits& limits
) noexcept {
    hold_all_signals();
    // Local times are the user's; all other variables are nobody's business.
    std::array<char*, 2> variables{time_zone(), nullptr};
    ::environ = variables.data();
    QuarantineVoice voice(silenced(pipe));
    std::set_new_handler(end_out_of_memory);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, processor_seconds(limits));
    limit(RLIMIT_AS, address_space() + limits.memory.count);
    work(voice);
    voice.flush();
    ::_exit(code_well);
}

End end_of(int status) {
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : code_unheard;
    if (code == code_well) {
        return End::well;
    }
    return code == code_out_of_memory ? End::out_of_memory : End::crashed;
}

End end_of(Child& child, Heard::End heard) {
    switch (heard) {
    case Heard::End::all:
        break;
    case Heard::End::too_slow:
        return End::too_slow;
    case Heard::End::too_much:
        return End::too_much;
    }
    return end_of(child.wait());
}

} // namespace

void QuarantineVoice::say(std::string_view text) {
    constexpr std::size_t enough = 65536; // a pipe takes no more at once
    unsaid_ += text;
    if (unsaid_.size() >= enough) {
        flush();
    }
}

void QuarantineVoice::flush() {
    if (!write_all(pipe_, unsaid_, "the pipe")) {
        ::_exit(code_unheard);
    }
    unsaid_.clear();
}

Result<QuarantineReport> in_quarantine(
    const std::function<void(QuarantineVoice& voice)>& work, const QuarantineLimits& limits
) {
    auto pipe = pipe_to_child();
    if (!pipe) {
        return pipe.error();
    }
    const Patience patience(limits.time);
    const pid_t parent = ::getpid();
    const pid_t process = ::fork();
    if (process < 0) {
        return Error(ErrorKind::file, "cannot start a process").because(system_words(errno));
    }
    if (process == 0) {
        die_with(parent);
        live(work, pipe->writing.get(), limits);
    }
    Child child(process);
    pipe->writing.close();
    auto heard = hear(pipe->reading.get(), limits.output, patience);
    if (!heard) {
        return heard.error();
    }
    return QuarantineReport{.end = end_of(child, heard->end), .said = std::move(heard->text)};
}

void end_out_of_memory() noexcept {
    ::_exit(code_out_of_memory);
}

} // namespace latch::base
