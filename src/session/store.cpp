// SPDX-License-Identifier: MIT
#include "latch/session/store.hpp"

#include "session/locked_file.hpp"
#include "session/places.hpp"
#include "session/store_error.hpp"

#include "latch/base/signals.hpp"
#include "latch/session/changes.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/ticket_file.hpp"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace latch::session {

namespace fs = std::filesystem;

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

base::Result<Updated>
Store::update(const Delta& delta, base::Clock::time_point now, Snapshot seen) const {
    const auto locked = LockedFile::acquire(file_);
    if (!locked) {
        // Where nothing can be written nothing may have to be: a folder that is read-only in CI.
        auto session = read_session(file_, std::move(seen));
        return session && !apply(delta, *session, now) ? base::Result<Updated>(Updated::yes)
                                                       : locked.error();
    }
    const base::SignalsHeld until_saved;
    auto session = locked->read(std::move(seen));
    if (!session) {
        return session.error();
    }
    const auto updated = comes_too_late(delta, *session) ? Updated::too_late : Updated::yes;
    if (!apply(delta, *session, now)) {
        return updated;
    }
    locked->remove_leftovers(now);
    if (auto written = locked->write(*std::move(session)); !written) {
        return written.error();
    }
    return updated;
}

base::Result<std::optional<access::DigestNonce>> Store::take_nonce(const http::Origin& origin
) const {
    const auto locked = LockedFile::acquire(file_);
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
    auto written = locked->write(*std::move(session), base::Durability::left_to_system);
    if (!written) {
        return written.error();
    }
    return std::optional(before);
}

base::Result<void> Store::change(const Change& change) const {
    const auto locked = LockedFile::acquire(file_);
    if (!locked) {
        return locked.error();
    }
    auto session = locked->read();
    if (!session) {
        return session.error();
    }
    if (auto changed = change(*session); !changed) {
        return changed;
    }
    return locked->write(*std::move(session));
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

base::Result<Saved>
Store::save_over(std::string_view before, Session session, base::Clock::time_point now) const {
    const auto locked = LockedFile::acquire(file_);
    if (!locked) {
        return locked.error();
    }
    const auto text = read_text(file_);
    if (!text) {
        return text.error();
    }
    if (*text != before) {
        return *text ? Saved::changed_meanwhile : Saved::removed_meanwhile;
    }
    if (const auto old = decode(before, file_.string())) { // what is broken holds no cookies
        note_removals(*old, session, now);
    }
    if (auto written = locked->write(std::move(session)); !written) {
        return written.error();
    }
    return Saved::yes;
}

base::Result<void> Store::create(Session session, Existing existing) const {
    const auto locked = LockedFile::acquire(file_);
    if (!locked) {
        return locked.error();
    }
    if (existing == Existing::kept && exists()) {
        return occupied(file_);
    }
    TicketFile(*this).remove();
    session.epoch.reset();
    return locked->write(std::move(session));
}

base::Result<void> Store::remove() const {
    const auto locked = LockedFile::acquire(file_);
    if (!locked) {
        return locked.error();
    }
    std::error_code ignored;
    const bool was_link = fs::is_symlink(file_, ignored);
    if (::unlink(file_.c_str()) != 0) {
        return errno == ENOENT ? none_at(file_)
                               : cannot("remove", file_, base::system_words(errno));
    }
    if (!was_link) { // what a link leads to stays, and all that lies beside it
        locked->remove_originals();
        TicketFile(*this).remove();
    }
    return {};
}

} // namespace latch::session
