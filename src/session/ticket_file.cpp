// SPDX-License-Identifier: MIT
#include "latch/session/ticket_file.hpp"

#include "session/locked_file.hpp"
#include "session/ticket_list.hpp"

#include "latch/base/file.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

/// Nobody holds the lock for long; whoever does makes no request wait.
constexpr std::chrono::milliseconds patience(100);

/// A full list takes less than 1.5 MiB.
constexpr std::uintmax_t largest_file = std::uintmax_t{2} << 20U;

bool is_there(const fs::path& file) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file, ignored));
}

/// Whether it is a file of ours that nobody else can read or write. Whoever can write it could have
/// us resume a session with a server of his own.
bool is_private(const fs::path& file) {
    struct stat facts {};

    return ::lstat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
           facts.st_uid == ::geteuid() && (facts.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

TicketList read(const fs::path& file) {
    if (!is_private(file)) {
        return TicketList();
    }
    const auto text = base::read_if_present(file, largest_file);
    return text && *text ? TicketList(**text) : TicketList();
}

/// Whether the file now holds what the list does; none is needed for nothing.
bool write(const LockedFile& locked, const fs::path& file, const TicketList& list) {
    if (list.empty()) {
        return ::unlink(file.c_str()) == 0;
    }
    return locked.replace(list.text(), base::Durability::left_to_system).has_value();
}

} // namespace

fs::path TicketFile::place() const {
    fs::path file = base::behind_links(session_);
    file += ".tickets";
    return file;
}

std::optional<http::TlsTicket>
TicketFile::take(std::string_view key, base::Clock::time_point now) const {
    const fs::path file = place();
    if (!is_there(file)) {
        return std::nullopt;
    }
    const auto locked = LockedFile::acquire(file, patience);
    if (!locked) {
        return std::nullopt;
    }
    TicketList list = read(file);
    auto ticket = list.take(key, now);
    // One that stays in the file is another's.
    return ticket && write(*locked, file, list) ? std::move(ticket) : std::nullopt;
}

void TicketFile::add(const std::vector<http::TlsTicket>& tickets, base::Clock::time_point now)
    const {
    if (tickets.empty() || !is_there(session_)) {
        return;
    }
    const fs::path file = place();
    const auto locked = LockedFile::acquire(file, patience);
    // Whoever removes the session removes it before this file.
    if (!locked || !is_there(session_)) {
        return;
    }
    TicketList list = read(file);
    list.add(tickets, now);
    if (!list.empty()) {
        write(*locked, file, list);
    }
}

void TicketFile::remove() const {
    const fs::path file = place();
    if (!is_there(file)) {
        return;
    }
    const auto locked = LockedFile::acquire(file, patience);
    ::unlink(file.c_str());
}

void TicketFile::move_to(const Store& target) const {
    const TicketFile other(target);
    other.remove();
    const fs::path from = place();
    const fs::path to = other.place();
    if (from == to || !is_there(from)) {
        return;
    }
    // In the order of the names, as for the sessions themselves.
    const auto first = LockedFile::acquire(std::min(from, to), patience);
    const auto second = LockedFile::acquire(std::max(from, to), patience);
    if (::rename(from.c_str(), to.c_str()) != 0) {
        ::unlink(from.c_str());
    }
}

} // namespace latch::session
