// SPDX-License-Identifier: MIT
#include "latch/session/turn.hpp"

#include <chrono>
#include <unistd.h>

namespace latch::session {

namespace {

std::filesystem::path sidecar_of(const Store& store) {
    std::filesystem::path sidecar = base::behind_links(store.file());
    sidecar += ".login.lock";
    return sidecar;
}

} // namespace

Turn::Turn(Turn&& other) noexcept
    : sidecar_(std::exchange(other.sidecar_, {})), lock_(std::move(other.lock_)) {}

Turn::~Turn() {
    if (!sidecar_.empty()) {
        ::unlink(sidecar_.c_str()); // those who wait for it notice
    }
}

base::Result<std::optional<Turn>> Turn::try_take(const Store& store) {
    std::filesystem::path sidecar = sidecar_of(store);
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
    constexpr std::chrono::minutes patience(1);
    std::filesystem::path sidecar = sidecar_of(store);
    auto lock = base::FileLock::acquire(sidecar, patience);
    if (!lock) {
        return lock.error();
    }
    return Turn(std::move(sidecar), *std::move(lock));
}

} // namespace latch::session
