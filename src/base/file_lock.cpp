// SPDX-License-Identifier: MIT
#include "latch/base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <utility>

namespace latch::base {

namespace fs = std::filesystem;

namespace {

/// Whether the name still leads to the open file; whoever held its lock may have removed it.
bool is_file_at(const fs::path& path, const Descriptor& file) {
    struct stat opened {};

    struct stat named {};

    return ::fstat(file.get(), &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// How long a lock is waited for: for a time with each holder, so that a long queue is no reason to
/// give up, and a holder that hangs is one. A holder stamps the file; others see that it has moved.
class Patience {
public:
    Patience(const Descriptor& file, std::chrono::milliseconds with_each)
        : file_(file), with_each_(with_each) {}

    bool is_over() {
        const Moment now = std::chrono::steady_clock::now();
        const auto stamp = stamp_now();
        if (stamp != seen_) {
            seen_ = stamp;
            since_ = now;
        }
        return now - since_ >= with_each_;
    }

private:
    using Moment = std::chrono::steady_clock::time_point;

    std::pair<std::time_t, long> stamp_now() const {
        struct stat facts {};

        ::fstat(file_.get(), &facts);
        return {facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec};
    }

    const Descriptor& file_;
    std::chrono::milliseconds with_each_;
    std::pair<std::time_t, long> seen_ = stamp_now();
    Moment since_ = std::chrono::steady_clock::now();
};

Error cannot_lock(const fs::path& sidecar, std::string cause) {
    return Error(ErrorKind::file, "cannot lock " + sidecar.string()).because(std::move(cause));
}

Result<Descriptor> open_sidecar(const fs::path& sidecar) {
    Descriptor file(::open(sidecar.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) {
        return cannot_lock(sidecar, system_words(errno));
    }
    return file;
}

/// What a holder does first: those who wait see that the lock has moved on.
void stamp(const Descriptor& file) {
    ::futimens(file.get(), nullptr);
    ::fchmod(file.get(), 0600); // a umask may have kept all others from opening it
}

Result<void> lock_patiently(
    const Descriptor& file, const fs::path& sidecar, std::chrono::milliseconds patience
) {
    Patience with_holder(file, patience);
    // A holder needs about a millisecond; flock has no timed wait of its own. Many who wait must
    // not keep the processor from the one whom they wait for.
    std::chrono::milliseconds pause(1);
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return cannot_lock(sidecar, system_words(errno));
        }
        if (with_holder.is_over()) {
            return cannot_lock(sidecar, "another process holds it")
                .hinting("see which one with: fuser " + sidecar.string());
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(16));
    }
    return {};
}

} // namespace

Result<FileLock> FileLock::acquire(const fs::path& sidecar, std::chrono::milliseconds patience) {
    for (;;) {
        auto file = open_sidecar(sidecar);
        if (!file) {
            return file.error();
        }
        if (auto locked = lock_patiently(*file, sidecar, patience); !locked) {
            return locked.error();
        }
        if (is_file_at(sidecar, *file)) {
            stamp(*file);
            return FileLock(*std::move(file));
        }
    }
}

Result<std::optional<FileLock>> FileLock::try_acquire(const fs::path& sidecar) {
    for (;;) {
        auto file = open_sidecar(sidecar);
        if (!file) {
            return file.error();
        }
        if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK || errno == EINTR) {
                return std::optional<FileLock>();
            }
            return cannot_lock(sidecar, system_words(errno));
        }
        if (is_file_at(sidecar, *file)) {
            stamp(*file);
            return std::optional(FileLock(*std::move(file)));
        }
    }
}

} // namespace latch::base
