// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <optional>
#include <utility>

namespace latch::session {

/// A run's turn to sign in to a session: for the seconds that takes, others wait and use what came
/// of it. It is a lock on NAME.json.login.lock, beside the file that links lead to; saves go on.
class Turn {
public:
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

    /// Takes it without waiting; nothing if it is another's. Errors: `file`.
    static base::Result<std::optional<Turn>> try_take(const Store& store);

    /// Takes it, after the run that has it. Errors: `file`, also if one of those who have it before
    /// does not let go within a minute.
    static base::Result<Turn> take(const Store& store);

private:
    Turn(std::filesystem::path sidecar, base::FileLock lock)
        : sidecar_(std::move(sidecar)), lock_(std::move(lock)) {}

    std::filesystem::path sidecar_; ///< empty: moved from
    base::FileLock lock_;
};

} // namespace latch::session
