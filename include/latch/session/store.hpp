// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/session.hpp"
#include "latch/session/snapshot.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::session {

/// Whether `name` may name a session: [A-Za-z0-9._-]+, no leading dot or dash, at most 200 bytes
/// so that suffixes fit into a file name.
bool is_session_name(std::string_view name) noexcept;

/// What becomes of a session that is where another is to be.
enum class Existing : std::uint8_t { kept, replaced };

/// Whether a session was saved, or had changed or gone since it was read.
enum class Saved : std::uint8_t { yes, changed_meanwhile, removed_meanwhile };

/// Whether all that a run brought got into the session, or came too late for it.
enum class Updated : std::uint8_t { yes, too_late };

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

    /// All sessions that have a name by which `locate` finds them, sorted by it. Errors: `file`.
    static base::Result<std::vector<std::pair<std::string, Store>>>
    all(const base::Environment& environment);

    /// The session of that name in the same folder.
    Store beside(std::string_view name) const;

    const std::filesystem::path& file() const noexcept { return file_; }

    /// Whether there is something under the file's name, be it a link that leads nowhere.
    bool exists() const;

    /// The session, an empty one if there is no file yet. Errors: `bad_session`; `file` if it
    /// cannot be read, belongs to someone else, or is larger than 64 MiB.
    base::Result<Session> load() const;

    /// The same with the bytes it was read from, for `update`.
    base::Result<Snapshot> snapshot() const;

    /// Under the lock: reads the file afresh, replays the delta, replaces the file atomically with
    /// mode 0600. Does not write when nothing changed. Creates a named session's folder with 0700.
    /// What was `seen` spares taking the file apart once more if nobody has saved since; without
    /// it, that is so where there was no file.
    base::Result<Updated>
    update(const Delta& delta, base::Clock::time_point now, Snapshot seen = {}) const;

    /// Under the lock: counts one use of the digest nonce that the session holds for `origin`; the
    /// nonce as it was before, nothing if there is none. Two runs at once therefore never send the
    /// same count. That it survives a crash of the machine is not waited for: a server answers a
    /// repeated one with a new nonce.
    base::Result<std::optional<access::DigestNonce>> take_nonce(const http::Origin& origin) const;

    /// Changes a session; what it gives back is the reason not to save it.
    using Change = std::function<base::Result<void>(Session&)>;

    /// Under the lock: reads the file afresh, if there is one, changes the session and saves it.
    base::Result<void> change(const Change& change) const;

    /// The text of the file as it is, be it no session. Errors: `file`, also if it is not there.
    base::Result<std::string> text() const;

    /// Under the lock: saves the session if the file still holds the text `before`. Cookies that
    /// were in it and are no more count as removed at `now`.
    base::Result<Saved>
    save_over(std::string_view before, Session session, base::Clock::time_point now) const;

    /// Under the lock: writes a session where none is, or in the place of one. It begins an epoch:
    /// what runs that are under way receive is not taken into it. Errors: `file` if there is one
    /// that is to be kept.
    base::Result<void> create(Session session, Existing existing = Existing::kept) const;

    /// Under the locks of all: creates them all, or none. Their files differ. Errors: as `create`,
    /// of the first that cannot be created.
    static base::Result<void> create_all(std::vector<std::pair<Store, Session>> sessions);

    /// Under the locks of both: gives the file another name, whatever is in it, with all that lies
    /// beside it. Errors: as `create`.
    base::Result<void> move_to(const Store& target, Existing existing) const;

    /// Under the lock: removes the file with all that lies beside it under its name.
    base::Result<void> remove() const;

private:
    explicit Store(std::filesystem::path file) : file_(std::move(file)) {}

    std::filesystem::path file_;
};

} // namespace latch::session
