// SPDX-License-Identifier: MIT
#include "base/child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <span>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace latch::base {

Child::~Child() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        static_cast<void>(wait());
    }
}

int Child::wait() {
    int status = -1;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
    return status;
}

Descriptor Child::watched() const {
    return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process_, 0)));
}

void die_with(pid_t parent) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::_exit(1);
    }
}

Result<ChildPipe> pipe_to_child() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return Error(ErrorKind::file, "cannot make a pipe").because(system_words(errno));
    }
    return ChildPipe{.reading = Descriptor(ends[0]), .writing = Descriptor(ends[1])};
}

Result<bool> Patience::await_input(int descriptor) const {
    using namespace std::chrono;
    const auto left = std::max(deadline_ - steady_clock::now(), steady_clock::duration::zero());
    const auto whole = floor<seconds>(left);
    const timespec longest{
        .tv_sec = whole.count(), .tv_nsec = duration_cast<nanoseconds>(left - whole).count()};
    pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
    const int ready = ::ppoll(&waiting, 1, &longest, &held_.before());
    if (ready < 0 && errno == EINTR) {
        return Error(ErrorKind::interrupted, "interrupted");
    }
    return ready > 0;
}

Result<Heard> hear(int descriptor, Bytes limit, const Patience& patience) {
    constexpr std::size_t piece = 4096;
    Heard heard;
    // Read in place: what grows leaves copies of a secret behind.
    heard.text.reserve(limit.count + piece);
    while (heard.text.size() <= limit.count) {
        const auto ready = patience.await_input(descriptor);
        if (!ready) {
            return ready.error();
        }
        if (!*ready) {
            heard.end = Heard::End::too_slow;
            return heard;
        }
        const std::size_t before = heard.text.size();
        heard.text.resize(before + piece);
        const auto count = read_some(
            descriptor, std::span(heard.text).subspan(before), std::nullopt, "what a child says"
        );
        if (!count) {
            return count.error();
        }
        heard.text.resize(before + *count);
        if (*count == 0) {
            return heard;
        }
    }
    heard.end = Heard::End::too_much;
    return heard;
}

} // namespace latch::base
