// SPDX-License-Identifier: MIT
#include "latch/session/turn.hpp"

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

} // namespace latch::session
