// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/session.hpp"

#include <filesystem>
#include <optional>
#include <string_view>

namespace latch::session {

/// Whether `name` may name a session: [A-Za-z0-9._-]+, no leading dot or dash, at most 200 bytes
/// so that suffixes fit into a file name.
bool is_session_name(std::string_view name) noexcept;

/// The file of one session: where it is, and loading and saving it by the rules of
/// cookies-and-transport.md, section 5.
class Store {
public:
    /// Finds the file that `--session VALUE` means.
    ///
    /// A value with a slash is a path. A name lies in a `.latch/sessions` folder at or above the
    /// working directory if it is found there and the folder is ours and not writable by others;
    /// else in $LATCH_HOME/sessions, else $XDG_CONFIG_HOME/latch/sessions, else
    /// ~/.config/latch/sessions. Nothing is created. Errors: `usage` for a bad name.
    static base::Result<Store> locate(std::string_view value, const base::Environment& environment);

    const std::filesystem::path& file() const noexcept { return file_; }

    /// Whether there is something under the file's name, be it a link that leads nowhere.
    bool exists() const;

    /// The session, an empty one if there is no file yet. Errors: `bad_session`; `file` if it
    /// cannot be read, belongs to someone else, or is larger than 64 MiB.
    base::Result<Session> load() const;

    /// Under the lock: reads the file afresh, replays the delta, replaces the file atomically with
    /// mode 0600. Does not write when nothing changed. Creates a named session's folder with 0700.
    base::Result<void> update(const Delta& delta, base::Clock::time_point now) const;

    /// Under the lock: counts one use of the digest nonce that the session holds for `origin`; the
    /// nonce as it was before, nothing if there is none. Two runs at once therefore never send the
    /// same count. That it survives a crash of the machine is not waited for: a server answers a
    /// repeated one with a new nonce.
    base::Result<std::optional<access::DigestNonce>> take_nonce(const http::Origin& origin) const;

    /// Under the lock: writes a session where none is. Errors: `file` if there is one already.
    base::Result<void> create(const Session& session) const;

private:
    explicit Store(std::filesystem::path file) : file_(std::move(file)) {}

    std::filesystem::path file_;
};

} // namespace latch::session
