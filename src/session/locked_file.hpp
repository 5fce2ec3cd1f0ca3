// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/file.hpp"
#include "latch/session/session.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace latch::session {

/// The text of a file that latch keeps, nothing if there is none. Errors: `bad_session` if it is no
/// file, or one of more than 64 MiB; `file` if it cannot be read or trusted.
base::Result<std::optional<std::string>> read_text(const std::filesystem::path& file);

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

    /// The same for a file that holds something else.
    base::Result<void>
    replace(std::string_view text, base::Durability durability = base::Durability::synced) const;

    /// Removes what lies beside a session that is no longer there: the file as another client wrote
    /// it, and the lock itself, whose other users notice.
    void remove_companions() const;

    /// Removes the lock alone, where there was no session and is none.
    void remove_lock() const;

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
