// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/file.hpp"
#include "latch/session/session.hpp"

#include <chrono>
#include <filesystem>

namespace latch::session {

/// The session in a file, an empty one if there is no file. Errors: `bad_session`; `file` if it
/// cannot be read or trusted.
base::Result<Session> read_session(const std::filesystem::path& file);

/// The file of a session while this process alone may change it.
///
/// The lock is held on NAME.json.lock beside the file that links lead to, for the milliseconds of
/// reading, merging and writing; never while a request is under way.
class LockedFile {
public:
    /// Creates the folder, with mode 0700, if there is none. Errors: `file`, also if others could
    /// put a file in the place of this one, or if one that holds the lock has not let go within
    /// `patience`.
    static base::Result<LockedFile>
    acquire(const std::filesystem::path& file, std::chrono::milliseconds patience);

    base::Result<Session> read() const { return read_session(file_); }

    /// Replaces the file, with mode 0600.
    base::Result<void>
    write(const Session& session, base::Durability durability = base::Durability::synced) const;

    /// Removes the temporaries of processes that were killed between creating and renaming them.
    /// That one cannot be removed is no reason not to save.
    void remove_leftovers(base::Clock::time_point now) const;

private:
    LockedFile(std::filesystem::path file, base::FileLock lock)
        : file_(std::move(file)), lock_(std::move(lock)) {}

    std::filesystem::path file_;
    base::FileLock lock_;
};

} // namespace latch::session
