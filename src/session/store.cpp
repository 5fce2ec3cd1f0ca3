// SPDX-License-Identifier: MIT
#include "latch/session/store.hpp"

#include "session/locked_file.hpp"
#include "session/original.hpp"
#include "session/places.hpp"

#include "latch/base/signals.hpp"
#include "latch/session/changes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <unistd.h>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

/// Others hold the lock for a few milliseconds each, or some tens where the disk is slow.
constexpr std::chrono::seconds patience(5);

base::Error failed(std::string_view verb, const fs::path& file, std::string cause) {
    return base::Error(
               base::ErrorKind::file,
               "cannot " + std::string(verb) + " the session " + file.string()
    )
        .because(std::move(cause));
}

base::Error none_at(const fs::path& file) {
    return failed("find", file, "there is no such file");
}

base::Error occupied(const fs::path& file) {
    return failed("create", file, "there is one already")
        .hinting("remove it first, or choose another name");
}

/// The file, and those that another client wrote before us.
base::Result<void> move_files(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return failed("rename", from, base::system_words(errno));
    }
    const std::vector<fs::path> originals = original_places(from);
    const std::vector<fs::path> targets = original_places(to);
    for (std::size_t at = 0; at < originals.size(); ++at) {
        std::error_code ignored;
        fs::rename(originals[at], targets[at], ignored);
    }
    return {};
}

bool is_link(const fs::path& file) {
    std::error_code ignored;
    return fs::is_symlink(file, ignored);
}

} // namespace

base::Result<Store> Store::locate(std::string_view value, const base::Environment& environment) {
    auto file = file_of(value, environment);
    if (!file) {
        return file.error();
    }
    return Store(*std::move(file));
}

base::Result<std::vector<std::pair<std::string, Store>>>
Store::all(const base::Environment& environment) {
    const auto files = named_files(environment);
    if (!files) {
        return files.error();
    }
    std::vector<std::pair<std::string, Store>> stores;
    for (const auto& [name, file] : *files) {
        stores.emplace_back(name, Store(file));
    }
    return stores;
}

Store Store::beside(std::string_view name) const {
    return Store(file_.parent_path() / std::string(name).append(".json"));
}

bool Store::exists() const {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file_, ignored));
}

base::Result<Session> Store::load() const {
    return read_session(file_);
}

base::Result<Snapshot> Store::snapshot() const {
    return take_snapshot(file_);
}

base::Result<void>
Store::update(const Delta& delta, base::Clock::time_point now, Snapshot seen) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        // Where nothing can be written nothing may have to be: a folder that is read-only in CI.
        auto session = read_session(file_, std::move(seen));
        return session && !apply(delta, *session, now) ? base::Result<void>() : locked.error();
    }
    const base::SignalsHeld until_saved;
    auto session = locked->read(std::move(seen));
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

base::Result<void> Store::change(const Change& change) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    auto session = locked->read();
    if (!session) {
        return session.error();
    }
    if (auto changed = change(*session); !changed) {
        if (!exists()) {
            locked->remove_lock();
        }
        return changed;
    }
    return locked->write(*session);
}

base::Result<std::string> Store::text() const {
    auto text = read_text(file_);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return none_at(file_);
    }
    return **std::move(text);
}

base::Result<Saved> Store::save_over(std::string_view before, const Session& session) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    const auto now = read_text(file_);
    if (!now) {
        return now.error();
    }
    if (*now != before) {
        return Saved::changed_meanwhile;
    }
    if (auto written = locked->write(session); !written) {
        return written.error();
    }
    return Saved::yes;
}

base::Result<void> Store::create(const Session& session, Existing existing) const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    if (existing == Existing::kept && exists()) {
        return occupied(file_);
    }
    Session stored = session;
    if (const auto replaced = locked->read(); replaced && exists()) {
        stored.epoch =
            epoch_after(std::max(session.epoch.value_or(0), replaced->epoch.value_or(0)));
    }
    return locked->write(stored);
}

base::Result<void> Store::move_to(const Store& target, Existing existing) const {
    std::error_code ignored;
    if (file_ == target.file_ || fs::equivalent(file_, target.file_, ignored)) {
        return failed("rename", file_, "both names lead to the same file");
    }
    // In the order of the names, so that two who exchange them do not wait for each other.
    const auto first = LockedFile::acquire(std::min(file_, target.file_), patience);
    if (!first) {
        return first.error();
    }
    const auto second = LockedFile::acquire(std::max(file_, target.file_), patience);
    if (!second) {
        return second.error();
    }
    const LockedFile& ours = file_ < target.file_ ? *first : *second;
    if (!exists()) {
        ours.remove_lock();
        return none_at(file_);
    }
    if (existing == Existing::kept && target.exists()) {
        return occupied(target.file_);
    }
    const bool was_link = is_link(file_);
    if (auto moved = move_files(file_, target.file_); !moved) {
        return moved;
    }
    if (!was_link) { // what a link leads to stays, and all that lies beside it
        ours.remove_companions();
    }
    return {};
}

base::Result<void> Store::remove() const {
    const auto locked = LockedFile::acquire(file_, patience);
    if (!locked) {
        return locked.error();
    }
    const bool was_link = is_link(file_);
    if (::unlink(file_.c_str()) != 0) {
        const int error = errno;
        if (!exists()) {
            locked->remove_lock();
        }
        return error == ENOENT ? none_at(file_)
                               : failed("remove", file_, base::system_words(error));
    }
    if (!was_link) { // what a link leads to stays, and all that lies beside it
        locked->remove_companions();
    }
    return {};
}

} // namespace latch::session
