// SPDX-License-Identifier: MIT
#include "latch/base/shell.hpp"

#include "base/child.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <optional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace latch::base {

namespace {

Error failed(std::string cause) {
    return Error(ErrorKind::usage, "the command for the secret gave none")
        .because(std::move(cause));
}

/// A process, or the number of the error why there is none.
struct Started {
    pid_t process = -1;
    int error = 0;
};

/// What posix_spawn wants to know, freed when it goes.
class Spawning {
public:
    /// `obeyed` are signals that latch may ignore and its child would then ignore, too.
    explicit Spawning(std::initializer_list<int> obeyed) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawnattr_init(&attributes_);
        sigset_t defaults{};
        sigemptyset(&defaults);
        for (const int number : obeyed) {
            sigaddset(&defaults, number);
        }
        posix_spawnattr_setsigdefault(&attributes_, &defaults);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
    }

    Spawning(const Spawning&) = delete;
    Spawning& operator=(const Spawning&) = delete;
    Spawning(Spawning&&) = delete;
    Spawning& operator=(Spawning&&) = delete;

    ~Spawning() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    /// Standard input is /dev/null, standard output is `out`.
    Spawning& capture(int out) {
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, out, STDOUT_FILENO);
        return *this;
    }

    /// All standard streams are /dev/null.
    Spawning& mute() {
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
        return *this;
    }

    /// The signals that the child begins with held back, instead of ours.
    Spawning& masking(const sigset_t& mask) {
        posix_spawnattr_setsigmask(&attributes_, &mask);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        return *this;
    }

    Started start(std::vector<std::string> arguments, const Environment& environment) {
        posix_spawn_file_actions_addchdir_np(&actions_, environment.working_directory.c_str());
        std::vector<std::string> variables;
        variables.reserve(environment.variables.size());
        for (const auto& [name, value] : environment.variables) {
            variables.push_back(std::string(name).append(1, '=').append(value));
        }
        arguments.insert(arguments.begin(), {"sh", "-c"});
        pid_t child = -1;
        const int error = ::posix_spawn(
            &child,
            "/bin/sh",
            &actions_,
            &attributes_,
            pointers_to(arguments).data(),
            pointers_to(variables).data()
        );
        return error == 0 ? Started{.process = child} : Started{.error = error};
    }

private:
    static std::vector<char*> pointers_to(std::vector<std::string>& texts) {
        std::vector<char*> pointers;
        pointers.reserve(texts.size() + 1);
        for (std::string& text : texts) {
            pointers.push_back(text.data());
        }
        pointers.push_back(nullptr);
        return pointers;
    }

    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

Error too_slow(const ShellLimits& limits) {
    const auto seconds = static_cast<std::size_t>(limits.time.count() / 1000);
    return failed("it was not done within " + counted(seconds, "second"));
}

/// Its output may have ended long before the command has.
Result<void> await_end(const Child& child, const ShellLimits& limits, const Patience& patience) {
    const Descriptor watched = child.watched();
    if (!watched.is_open()) {
        return {}; // Linux before 5.3 can only be waited for
    }
    const auto ended = patience.await_input(watched.get());
    if (!ended) {
        return ended.error();
    }
    return *ended ? Result<void>() : too_slow(limits);
}

Result<std::string> read_all(int descriptor, const ShellLimits& limits, const Patience& patience) {
    auto heard = hear(descriptor, limits.output, patience);
    if (!heard) {
        return heard.error().kind() == ErrorKind::interrupted ? heard.error()
                                                              : failed(heard.error().cause());
    }
    switch (heard->end) {
    case Heard::End::all:
        break;
    case Heard::End::too_slow:
        return too_slow(limits);
    case Heard::End::too_much:
        return failed("it printed more than " + counted(limits.output.count, "byte"));
    }
    return std::move(heard->text);
}

/// How a process ended that did not end well.
std::optional<std::string> trouble(int status) {
    if (WIFEXITED(status)) {
        const int code = WEXITSTATUS(status);
        return code == 0 ? std::nullopt
                         : std::optional("it ended with exit code " + std::to_string(code));
    }
    return "signal " + std::to_string(WTERMSIG(status)) + " ended it";
}

std::string cannot_start(int error) {
    return "the shell cannot be started: " + system_words(error);
}

/// Ctrl-C at a terminal and its closing reach all programs on it; for as long as this lives, not
/// us: what the child works on would be left lying about.
class EndLeftToChild {
public:
    static constexpr std::array<int, 4> signals{SIGINT, SIGQUIT, SIGHUP, SIGTERM};

    EndLeftToChild() {
        for (std::size_t at = 0; at < signals.size(); ++at) {
            before_[at] = std::signal(signals[at], SIG_IGN);
        }
    }

    EndLeftToChild(const EndLeftToChild&) = delete;
    EndLeftToChild& operator=(const EndLeftToChild&) = delete;
    EndLeftToChild(EndLeftToChild&&) = delete;
    EndLeftToChild& operator=(EndLeftToChild&&) = delete;

    ~EndLeftToChild() {
        for (std::size_t at = 0; at < signals.size(); ++at) {
            std::signal(signals[at], before_[at]);
        }
    }

private:
    std::array<void (*)(int), signals.size()> before_{};
};

bool is_plain_for_shell(char c) {
    return is_ascii_alpha(c) || is_ascii_digit(c) ||
           std::string_view("%+,-./:=@_").find(c) != std::string_view::npos;
}

} // namespace

std::string shell_word(std::string_view text) {
    if (!text.empty() && std::ranges::all_of(text, is_plain_for_shell)) {
        return std::string(text);
    }
    std::string inside = "'";
    for (const char c : text) {
        inside += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return inside + '\'';
}

Result<std::string>
output_of(const std::string& command, const ShellLimits& limits, const Environment& environment) {
    auto pipe = pipe_to_child();
    if (!pipe) {
        return failed(pipe.error().cause());
    }
    const Patience patience(limits.time);
    const Started started = Spawning({SIGPIPE, SIGXFSZ})
                                .capture(pipe->writing.get())
                                .masking(patience.mask_before())
                                .start({command}, environment);
    if (started.error != 0) {
        return failed(cannot_start(started.error));
    }
    pipe->writing.close();
    Child child(started.process);
    auto output = read_all(pipe->reading.get(), limits, patience);
    if (!output) {
        return output;
    }
    if (auto ended = await_end(child, limits, patience); !ended) {
        return ended.error();
    }
    if (auto why = trouble(child.wait())) {
        return failed(*std::move(why));
    }
    return output;
}

Result<void> run_in_foreground(
    const std::string& command, const std::string& argument, const Environment& environment
) {
    const EndLeftToChild until_it_ends;
    const Started started = Spawning({SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGHUP, SIGTERM})
                                .start({command + " \"$@\"", command, argument}, environment);
    const auto why = started.error != 0 ? std::optional(cannot_start(started.error))
                                        : trouble(Child(started.process).wait());
    if (why) {
        return Error(ErrorKind::file, "cannot run " + command).because(*why);
    }
    return {};
}

Result<void> start_in_background(
    const std::string& command, const std::string& argument, const Environment& environment
) {
    const Started started = Spawning({SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT, SIGHUP, SIGTERM})
                                .mute()
                                .start({command + " \"$@\"", command, argument}, environment);
    if (started.error != 0) {
        return Error(ErrorKind::file, "cannot run " + command).because(cannot_start(started.error));
    }
    return {};
}

} // namespace latch::base
