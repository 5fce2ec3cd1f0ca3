// SPDX-License-Identifier: MIT
#include "support/process.hpp"

#include "support/catch.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

using base::Descriptor;

/// Connects standard input; each call returns our end of it, if there is one.
class InputPlug {
public:
    InputPlug(SpawnPlan& plan, const Terminal& terminal) noexcept
        : plan_(plan), terminal_(terminal) {}

    Descriptor operator()(const PipedInput& /*input*/) const { return pipe(); }

    Descriptor operator()(const OpenPipe& /*input*/) const { return pipe(); }

    Descriptor operator()(const ClosedInput& /*input*/) const {
        plan_.close(STDIN_FILENO);
        return {};
    }

    Descriptor operator()(const NullInput& /*input*/) const {
        plan_.give(open_for_child("/dev/null"), STDIN_FILENO);
        return {};
    }

    Descriptor operator()(const FileInput& input) const {
        plan_.give(open_for_child(input.file), STDIN_FILENO);
        return {};
    }

    Descriptor operator()(const TerminalInput& /*input*/) const {
        plan_.give_control(terminal_.slave, STDIN_FILENO);
        return {};
    }

private:
    Descriptor pipe() const {
        Pipe ends = make_pipe();
        plan_.give(std::move(ends.reading), STDIN_FILENO);
        ::fcntl(ends.writing.get(), F_SETFL, O_NONBLOCK);
        return std::move(ends.writing);
    }

    SpawnPlan& plan_;
    const Terminal& terminal_;
};

/// Connects an output; returns our end of it, if it is a pipe.
Descriptor plug_output(Output output, int number, const Terminal& terminal, SpawnPlan& plan) {
    if (output == Output::terminal) {
        plan.lend(terminal.slave, number);
        return {};
    }
    Pipe ends = make_pipe();
    plan.give(std::move(ends.writing), number);
    return std::move(ends.reading);
}

/// Takes what there is to read; the descriptor is closed at the end.
void drain(Descriptor& from, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got > 0) {
        into.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
        // A pseudo-terminal that nobody holds any more ends with EIO.
        from.close();
    }
}

pollfd watch(const Descriptor& descriptor, short events) {
    // poll() passes over negative descriptors.
    return {.fd = descriptor.is_open() ? descriptor.get() : -1, .events = events, .revents = 0};
}

int milliseconds_until(std::chrono::steady_clock::time_point deadline) {
    const auto left = deadline - std::chrono::steady_clock::now();
    const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(left).count();
    return rounded < 0 ? 0 : static_cast<int>(rounded);
}

} // namespace

Process::Process(const Command& command, const Wiring& wiring)
    : deadline_(std::chrono::steady_clock::now() + wiring.deadline) {
    SpawnPlan plan(command.working_directory);
    Terminal terminal = make_terminal(wiring.columns);
    in_ = std::visit(InputPlug(plan, terminal), wiring.in);
    out_ = plug_output(wiring.out, STDOUT_FILENO, terminal, plan);
    err_ = plug_output(wiring.err, STDERR_FILENO, terminal, plan);
    terminal_ = std::move(terminal.master);
    if (const auto* piped = std::get_if<PipedInput>(&wiring.in)) {
        unsent_ = piped->bytes;
        input_ends_ = true;
    }
    pid_ = plan.spawn(command);
    handle_ = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
    feed();
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), handle_(std::move(other.handle_)),
      in_(std::move(other.in_)), out_(std::move(other.out_)), err_(std::move(other.err_)),
      terminal_(std::move(other.terminal_)), unsent_(std::move(other.unsent_)),
      input_ends_(other.input_ends_), deadline_(other.deadline_), ran_(std::move(other.ran_)) {}

Process::~Process() {
    if (pid_ > 0) {
        ::kill(-pid_, SIGKILL);
        end();
    }
}

void Process::input(std::string_view bytes) {
    unsent_ += bytes;
    feed();
}

void Process::end_input() {
    input_ends_ = true;
    feed();
}

void Process::wait_for(std::string_view text) {
    const auto is_there = [&] {
        return ran_.out.find(text) != std::string_view::npos ||
               ran_.err.find(text) != std::string_view::npos ||
               ran_.terminal.find(text) != std::string_view::npos;
    };
    pump(is_there);
    if (!is_there()) {
        FAIL_CHECK(
            "the process did not say \"" << text << "\" but \"" << ran_.out << "\" and \""
                                         << ran_.err << ran_.terminal << "\""
        );
    }
}

void Process::close_output() {
    out_.close();
}

void Process::send_signal(int number) const {
    ::kill(pid_, number);
}

Ran Process::wait() {
    const bool has_ended = pump([] { return false; });
    if (!has_ended) {
        ::kill(-pid_, SIGKILL);
        FAIL_CHECK(
            "the process did not end; it had said \"" << ran_.out << "\" and \"" << ran_.err
                                                      << ran_.terminal << "\""
        );
    }
    end();
    return std::move(ran_);
}

bool Process::pump(const std::function<bool()>& enough) {
    while (!enough()) {
        switch (pump_once()) {
        case Pumped::something:
            break;
        case Pumped::the_end:
            return true;
        case Pumped::nothing:
            return false;
        }
    }
    return true;
}

Process::Pumped Process::pump_once() {
    const bool is_silent = !out_.is_open() && !err_.is_open() && !terminal_.is_open();
    std::array<pollfd, 5> set{
        watch(out_, POLLIN),
        watch(err_, POLLIN),
        watch(terminal_, POLLIN),
        watch(in_, static_cast<short>(unsent_.empty() ? 0 : POLLOUT)),
        // What was said is read to its end before the end itself counts.
        pollfd{.fd = is_silent ? handle_.get() : -1, .events = POLLIN, .revents = 0},
    };
    const int ready = ::poll(set.data(), set.size(), milliseconds_until(deadline_));
    if (ready == 0) {
        return Pumped::nothing;
    }
    const std::array<std::pair<Descriptor*, std::string*>, 3> sources{{
        {&out_, &ran_.out},
        {&err_, &ran_.err},
        {&terminal_, &ran_.terminal},
    }};
    for (std::size_t i = 0; i < sources.size(); ++i) {
        if (set.at(i).revents != 0) {
            drain(*sources.at(i).first, *sources.at(i).second);
        }
    }
    if (set[3].revents != 0) {
        feed();
    }
    return set[4].revents != 0 ? Pumped::the_end : Pumped::something;
}

void Process::feed() {
    Descriptor& to = in_.is_open() ? in_ : terminal_;
    while (!unsent_.empty() && to.is_open()) {
        const ssize_t sent = ::write(to.get(), unsent_.data(), unsent_.size());
        if (sent < 0 && errno == EAGAIN) {
            return;
        }
        if (sent < 0) {
            // The process reads no more, which is its right.
            unsent_.clear();
            in_.close();
            return;
        }
        unsent_.erase(0, static_cast<std::size_t>(sent));
    }
    if (input_ends_) {
        in_.close();
    }
}

void Process::end() {
    int status = 0;
    rusage used{};
    while (::wait4(std::exchange(pid_, -1), &status, 0, &used) < 0 && errno == EINTR) {
    }
    ran_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ran_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ran_.peak_memory = base::kibibytes(static_cast<std::uint64_t>(used.ru_maxrss));
}

} // namespace latch::test
