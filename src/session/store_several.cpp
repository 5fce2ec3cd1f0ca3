// SPDX-License-Identifier: MIT
#include "session/locked_file.hpp"
#include "session/original.hpp"
#include "session/store_error.hpp"

#include "latch/base/signals.hpp"
#include "latch/session/store.hpp"
#include "latch/session/ticket_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <unistd.h>
#include <utility>

// What concerns the files of several sessions at once.
namespace latch::session {

namespace fs = std::filesystem;

namespace {

using Sessions = std::vector<std::pair<Store, Session>>;

/// The locks of all, in the order of the files, so that two who do the same do not wait for each
/// other. Errors: also if one of the sessions is there.
base::Result<std::vector<LockedFile>> lock_vacant(const Sessions& sessions) {
    std::vector<LockedFile> locked;
    for (const auto& [store, session] : sessions) {
        auto next = LockedFile::acquire(store.file());
        if (!next) {
            return next.error();
        }
        locked.push_back(*std::move(next));
        if (store.exists()) {
            return occupied(store.file());
        }
    }
    return {std::move(locked)};
}

/// The file, and those that another client wrote before us; what lay beside the target was of a
/// session that is gone.
base::Result<void> move_files(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        return cannot("rename", from, base::system_words(errno));
    }
    const std::vector<fs::path> originals = original_places(from);
    const std::vector<fs::path> targets = original_places(to);
    for (std::size_t at = 0; at < originals.size(); ++at) {
        ::unlink(targets[at].c_str());
        std::error_code ignored;
        fs::rename(originals[at], targets[at], ignored);
    }
    return {};
}

} // namespace

base::Result<void> Store::create_all(Sessions sessions) {
    std::ranges::sort(sessions, {}, [](const auto& each) { return each.first.file(); });
    const auto locked = lock_vacant(sessions);
    if (!locked) {
        return locked.error();
    }
    const base::SignalsHeld until_saved;
    for (std::size_t at = 0; at < sessions.size(); ++at) {
        Session& session = sessions[at].second;
        TicketFile(sessions[at].first).remove();
        session.epoch.reset();
        if (auto written = (*locked)[at].write(std::move(session)); !written) {
            for (std::size_t made = 0; made < at; ++made) {
                ::unlink(sessions[made].first.file().c_str());
            }
            return written;
        }
    }
    return {};
}

base::Result<void> Store::move_to(const Store& target, Existing existing) const {
    std::error_code ignored;
    if (file_ == target.file_ || fs::equivalent(file_, target.file_, ignored)) {
        return cannot("rename", file_, "both names lead to the same file");
    }
    // In the order of the names, so that two who exchange them do not wait for each other.
    const auto first = LockedFile::acquire(std::min(file_, target.file_));
    if (!first) {
        return first.error();
    }
    const auto second = LockedFile::acquire(std::max(file_, target.file_));
    if (!second) {
        return second.error();
    }
    if (!exists()) {
        return none_at(file_);
    }
    if (existing == Existing::kept && target.exists()) {
        return occupied(target.file_);
    }
    const bool is_link = fs::is_symlink(file_, ignored);
    auto moved = move_files(file_, target.file_);
    if (moved && !is_link) { // what a link leads to stays, and all that lies beside it
        TicketFile(*this).move_to(target);
    }
    return moved;
}

} // namespace latch::session
