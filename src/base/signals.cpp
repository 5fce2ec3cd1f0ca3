// SPDX-License-Identifier: MIT
#include "latch/base/signals.hpp"

#include <initializer_list>

namespace latch::base {

namespace {

/// Blocks or unblocks those that end a program from without; the mask before.
sigset_t mask_ending(int how) noexcept {
    sigset_t ending{};
    sigemptyset(&ending);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&ending, signal);
    }
    sigset_t before{};
    ::sigprocmask(how, &ending, &before);
    return before;
}

} // namespace

SignalsHeld::SignalsHeld() noexcept : before_(mask_ending(SIG_BLOCK)) {}

SignalsHeld::~SignalsHeld() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

SignalsHeard::SignalsHeard() noexcept : before_(mask_ending(SIG_UNBLOCK)) {}

SignalsHeard::~SignalsHeard() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace latch::base
