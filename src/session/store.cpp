// SPDX-License-Identifier: MIT
#include "latch/session/store.hpp"

#include "session/locked_file.hpp"

#include "latch/base/signals.hpp"
#include "latch/base/text.hpp"
#include "latch/session/home.hpp"

#include <algorithm>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

/// Others hold the lock for a few milliseconds each, or some tens where the disk is slow.
constexpr std::chrono::seconds patience(5);

bool is_name_character(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '.' || c == '_' || c == '-';
}

/// The nearest `.latch/sessions/NAME.json` at or above a folder. A folder that others can write to
/// is passed over: they could offer sessions to whoever works below it, in /tmp for one.
std::optional<fs::path> find_in_project(const fs::path& file_name, const fs::path& folder) {
    const fs::path below = fs::path(".latch") / "sessions";
    const auto project = nearest_above(folder, [&](const fs::path& candidate) {
        std::error_code ignored;
        return fs::exists(candidate / below / file_name, ignored) &&
               is_folder_of_ours(candidate / below.parent_path()) &&
               is_folder_of_ours(candidate / below);
    });
    return project ? std::optional(*project / below / file_name) : std::nullopt;
}

base::Result<fs::path> sessions_home(const base::Environment& environment) {
    const auto home = latch_home(environment);
    if (!home) {
        return base::Error(base::ErrorKind::file, "cannot tell where sessions are kept")
            .because("there is no home directory")
            .hinting("set LATCH_HOME, or give the session as a path");
    }
    return *home / "sessions";
}

base::Error bad_name(std::string_view name) {
    return base::Error(base::ErrorKind::usage, "no session can be called " + std::string(name))
        .hinting("use letters, digits, dots, dashes and underscores, or a path with a slash");
}

} // namespace

bool is_session_name(std::string_view name) noexcept {
    constexpr std::size_t longest = 200;
    return !name.empty() && name.size() <= longest && name.front() != '.' && name.front() != '-' &&
           std::ranges::all_of(name, is_name_character);
}

base::Result<Store> Store::locate(std::string_view value, const base::Environment& environment) {
    if (value.find('/') != std::string_view::npos) {
        return Store(environment.resolve(value));
    }
    if (!is_session_name(value)) {
        return bad_name(value);
    }
    const std::string file_name = std::string(value) + ".json";
    if (auto found = find_in_project(file_name, environment.working_directory)) {
        return Store(*std::move(found));
    }
    const auto home = sessions_home(environment);
    if (!home) {
        return home.error();
    }
    return Store(*home / file_name);
}

bool Store::exists() const {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file_, ignored));
}

base::Result<Session> Store::load() const {
    return read_session(file_);
}

base::Result<void> Store::update(const Delta& delta, base::Clock::time_point now) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        // Where nothing can be written nothing may have to be: a folder that is read-only in CI.
        auto session = read_session(file_);
        return session && !apply(delta, *session, now) ? base::Result<void>() : locked.error();
    }
    const base::SignalsHeld until_saved;
    auto session = locked->read();
    if (!session) {
        return session.error();
    }
    if (!apply(delta, *session, now)) {
        return {};
    }
    locked->remove_leftovers(now);
    return locked->write(*session);
}

base::Result<std::optional<access::DigestNonce>> Store::take_nonce(const http::Origin& origin
) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    auto session = locked->read();
    if (!session) {
        return session.error();
    }
    std::optional<StoredNonce>& stored = session->at(origin).digest;
    if (!stored) {
        return std::optional<access::DigestNonce>();
    }
    const access::DigestNonce before = stored->nonce;
    ++stored->nonce.uses;
    if (auto written = locked->write(*session, base::Durability::left_to_system); !written) {
        return written.error();
    }
    return std::optional(before);
}

base::Result<void> Store::create(const Session& session) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    if (exists()) {
        return base::Error(base::ErrorKind::file, "cannot create the session " + file_.string())
            .because("there is one already")
            .hinting("remove it first, or choose another name");
    }
    return locked->write(session);
}

} // namespace latch::session
