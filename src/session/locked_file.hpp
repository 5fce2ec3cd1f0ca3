// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/file.hpp"
#include "latch/session/snapshot.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace latch::session {

/// The text of a file that latch keeps, nothing if there is none. Errors: `bad_session` if it is no
/// file, or one of more than 64 MiB; `file` if it cannot be read or trusted.
base::Result<std::optional<std::string>> read_text(const std::filesystem::path& file);

/// The session in a file, an empty one if there is no file. Errors: `bad_session`; `file` if it
/// cannot be read or trusted.
base::Result<Session> read_session(const std::filesystem::path& file);

/// The same for one who has read it before: the session that was read then, if the file is as it
/// was.
base::Result<Session> read_session(const std::filesystem::path& file, Snapshot seen);

/// The same with its bytes. Errors: as `read_session`.
base::Result<Snapshot> take_snapshot(const std::filesystem::path& file);

/// Others hold the lock for a few milliseconds each, or some tens where the disk is slow.
constexpr std::chrono::seconds default_patience(5);

/// The file of a session while this process alone may change it.
///
/// The lock is held on NAME.json.lock beside the file that links lead to, for the milliseconds of
/// reading, merging and writing; never while a request is under way. Whoever lets go of it where
/// there is no file takes the lock file along; those who wait for it notice.
class LockedFile {
public:
    LockedFile(LockedFile&& other) noexcept;
    LockedFile& operator=(LockedFile&& other) noexcept = delete;
    LockedFile(const LockedFile&) = delete;
    LockedFile& operator=(const LockedFile&) = delete;
    ~LockedFile();

    /// Creates the folder, with mode 0700, if there is none. Errors: `file`, also if others could
    /// put a file in the place of this one, or if one that holds the lock has not let go within
    /// `patience`.
    static base::Result<LockedFile> acquire(
        const std::filesystem::path& file, std::chrono::milliseconds patience = default_patience
    );

    base::Result<Session> read() const { return read_session(file_); }

    base::Result<Session> read(Snapshot seen) const { return read_session(file_, std::move(seen)); }

    /// Whether the file is there.
    bool exists() const;

    /// Replaces the file, with mode 0600. A session that was in no file yet gets an epoch that none
    /// before it can have had.
    base::Result<void>
    write(Session session, base::Durability durability = base::Durability::synced) const;

    /// The same for a file that holds something else.
    base::Result<void>
    replace(std::string_view text, base::Durability durability = base::Durability::synced) const;

    /// Removes what lies beside a session that is no longer there: the file as another client wrote
    /// it.
    void remove_originals() const;

    /// Removes the temporaries of processes that were killed between creating and renaming them.
    /// That one cannot be removed is no reason not to save.
    void remove_leftovers(base::Clock::time_point now) const;

private:
    LockedFile(std::filesystem::path file, base::FileLock lock)
        : file_(std::move(file)), lock_(std::move(lock)) {}

    std::filesystem::path file_; ///< empty once it is another's
    base::FileLock lock_;
};

} // namespace latch::session
