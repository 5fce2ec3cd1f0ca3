// SPDX-License-Identifier: MIT
#include "latch/base/signals.hpp"

#include <initializer_list>

namespace latch::base {

SignalsHeld::SignalsHeld() noexcept {
    sigset_t held{};
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&held, signal);
    }
    ::sigprocmask(SIG_BLOCK, &held, &before_);
}

SignalsHeld::~SignalsHeld() {
    ::sigprocmask(SIG_SETMASK, &before_, nullptr);
}

} // namespace latch::base
