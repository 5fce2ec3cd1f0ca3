// SPDX-License-Identifier: MIT
#include "latch/session/turn.hpp"

#include <chrono>
#include <thread>
#include <unistd.h>

namespace latch::session {

Turn::Turn(Turn&& other) noexcept
    : sidecar_(std::exchange(other.sidecar_, {})), lock_(std::move(other.lock_)) {}

Turn::~Turn() {
    if (!sidecar_.empty()) {
        ::unlink(sidecar_.c_str()); // those who wait for it notice
    }
}

base::Result<std::optional<Turn>> Turn::try_take(const Store& store) {
    std::filesystem::path sidecar = base::behind_links(store.file());
    sidecar += ".login.lock";
    auto lock = base::FileLock::try_acquire(sidecar);
    if (!lock) {
        return lock.error();
    }
    if (!*lock) {
        return std::optional<Turn>();
    }
    return std::optional(Turn(std::move(sidecar), **std::move(lock)));
}

base::Result<Turn> Turn::take(const Store& store) {
    constexpr std::chrono::milliseconds pause(20);
    constexpr std::chrono::seconds patience(60);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        auto turn = try_take(store);
        if (!turn) {
            return turn.error();
        }
        if (*turn) {
            return **std::move(turn);
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return base::Error(base::ErrorKind::file, "cannot have the turn to sign in or out")
                .because("another run has been signing in for a minute");
        }
        std::this_thread::sleep_for(pause);
    }
}

} // namespace latch::session
