// SPDX-License-Identifier: MIT
#include "session/locked_file.hpp"

#include "session/document.hpp"
#include "session/original.hpp"

#include "latch/base/random.hpp"
#include "latch/base/text.hpp"
#include "latch/session/codec.hpp"
#include "latch/session/home.hpp"

#include <algorithm>
#include <charconv>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

/// A jar that is full of the largest cookies takes 20 MiB, and base64 a third more.
constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20U;

base::Error refused(std::string_view verb, const fs::path& path, std::string why) {
    return base::Error(base::ErrorKind::file, "cannot " + std::string(verb) + ' ' + path.string())
        .because(std::move(why));
}

/// Whoever owns a session file can make latch send what it likes; under sudo it is not ours.
base::Result<void> check_owner(const fs::path& file) {
    struct stat facts {};

    if (::stat(file.c_str(), &facts) == 0 && facts.st_uid != ::geteuid()) {
        return refused("use the session file", file, "it belongs to another user")
            .hinting("run latch as that user, or copy the file");
    }
    return {};
}

/// What could not be read to its end in reasonable time is not even opened.
base::Result<void> check_extent(const fs::path& file) {
    if (const auto kind = kind_of_no_file(file); !kind.empty()) {
        return unusable(file.string(), "it is " + std::string(kind))
            .hinting("choose another session, or another file for it");
    }
    std::error_code unknown;
    if (const auto size = fs::file_size(file, unknown); !unknown && size > largest_file) {
        return unusable(file.string(), "it is larger than 64 MiB")
            .hinting("no session gets so large: restore it from a backup, or remove it");
    }
    return {};
}

/// Whether nobody but us and root can put another file in the place of one in this folder. In a
/// sticky one, like /tmp, that is so for the files that are there.
base::Result<void> check_folder(const fs::path& folder) {
    struct stat facts {};

    if (::stat(folder.c_str(), &facts) != 0) {
        return {}; // there is nothing in it, then
    }
    if (facts.st_uid != ::geteuid() && facts.st_uid != 0) {
        return refused("keep a session in", folder, "the folder belongs to another user");
    }
    if ((facts.st_mode & S_IWOTH) != 0 && (facts.st_mode & S_ISVTX) == 0) {
        return refused("keep a session in", folder, "anyone can replace files in this folder")
            .hinting("take that away with: chmod o-w " + folder.string());
    }
    return {};
}

/// The names that base::Replacement gives: ".latch-" and sixteen hexadecimal digits.
bool is_temporary_name(std::string_view name) noexcept {
    constexpr std::string_view prefix = ".latch-";
    return name.size() == prefix.size() + 16 && name.starts_with(prefix) &&
           name.find_first_not_of("0123456789abcdef", prefix.size()) == std::string_view::npos;
}

bool is_old(const fs::path& file, base::Clock::time_point now) {
    struct stat facts {};

    if (::lstat(file.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return false;
    }
    // A save takes milliseconds; ten minutes leave room for a stopped process.
    return base::Clock::from_time_t(facts.st_mtime) < now - std::chrono::minutes(10);
}

/// Before another client's file is replaced by one of ours.
base::Result<void> keep_foreign(const fs::path& file, const Foreign& foreign) {
    if (!foreign.is_settled()) {
        return refused("save", file, "nothing says whom its headers and credentials are for")
            .hinting("say it with: latch session set NAME base=URL");
    }
    return keep_original(file);
}

fs::path lock_of(fs::path file) {
    file += ".lock";
    return file;
}

/// Not 0, which is that of a file that says none; at most what `decode` takes.
std::uint64_t new_epoch() {
    std::uint32_t number = 0;
    while (number == 0) {
        const std::string digits = base::random_hex(sizeof number);
        std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    }
    return number;
}

/// Where a file is that may be trusted, behind the links that lead to it.
base::Result<fs::path> trusted_place(const fs::path& file) {
    fs::path real = base::behind_links(file);
    if (auto folder = check_folder(real.parent_path()); !folder) {
        return folder.error();
    }
    if (auto owner = check_owner(real); !owner) {
        return owner.error();
    }
    if (auto extent = check_extent(file); !extent) {
        return extent.error();
    }
    return real;
}

base::Result<Session> read_from(const std::optional<std::string>& text, const fs::path& file) {
    return text ? decode(*text, file.string()) : Session{};
}

} // namespace

base::Result<std::optional<std::string>> read_text(const fs::path& file) {
    const auto real = trusted_place(file);
    if (!real) {
        return real.error();
    }
    return base::read_if_present(*real, largest_file);
}

base::Result<Session> read_session(const fs::path& file) {
    return read_session(file, {});
}

base::Result<Session> read_session(const fs::path& file, Snapshot seen) {
    const auto real = trusted_place(file);
    if (!real) {
        return real.error();
    }
    if (seen.text && base::holds(*real, *seen.text)) {
        return std::move(seen.session);
    }
    const auto text = base::read_if_present(*real, largest_file);
    if (!text) {
        return text.error();
    }
    return read_from(*text, file);
}

base::Result<Snapshot> take_snapshot(const fs::path& file) {
    auto text = read_text(file);
    if (!text) {
        return text.error();
    }
    auto session = read_from(*text, file);
    if (!session) {
        return session.error();
    }
    return Snapshot{.text = *std::move(text), .session = *std::move(session)};
}

base::Result<LockedFile>
LockedFile::acquire(const fs::path& file, std::chrono::milliseconds patience) {
    if (auto made = base::make_private_directories(file.parent_path()); !made) {
        return made.error();
    }
    fs::path real = base::behind_links(file);
    if (auto folder = check_folder(real.parent_path()); !folder) {
        return folder.error();
    }
    auto lock = base::FileLock::acquire(lock_of(real), patience);
    if (!lock) {
        return lock.error();
    }
    return LockedFile(std::move(real), *std::move(lock));
}

LockedFile::LockedFile(LockedFile&& other) noexcept
    : file_(std::exchange(other.file_, {})), lock_(std::move(other.lock_)) {}

LockedFile::~LockedFile() {
    if (!file_.empty() && !exists()) {
        ::unlink(lock_of(file_).c_str());
    }
}

bool LockedFile::exists() const {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(file_, ignored));
}

base::Result<void> LockedFile::write(Session session, base::Durability durability) const {
    if (session.foreign) {
        if (auto kept = keep_foreign(file_, *session.foreign); !kept) {
            return kept;
        }
    }
    if (!session.epoch) {
        session.epoch = new_epoch();
    }
    return replace(encode(session), durability);
}

base::Result<void> LockedFile::replace(std::string_view text, base::Durability durability) const {
    if (text.size() > largest_file) { // it could not be read again
        return refused("write", file_, "it would be larger than 64 MiB");
    }
    auto replacement = base::Replacement::start(file_);
    if (!replacement) {
        return replacement.error();
    }
    if (auto written = replacement->write(text); !written) {
        return written;
    }
    return replacement->commit(0600, durability);
}

void LockedFile::remove_originals() const {
    for (const fs::path& original : original_places(file_)) {
        ::unlink(original.c_str());
    }
}

void LockedFile::remove_leftovers(base::Clock::time_point now) const {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(file_.parent_path(), ignored)) {
        if (is_temporary_name(entry.path().filename().string()) && is_old(entry.path(), now)) {
            ::unlink(entry.path().c_str());
        }
    }
}

} // namespace latch::session
