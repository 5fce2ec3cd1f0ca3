// SPDX-License-Identifier: MIT
#include "output/download_file.hpp"

#include "output/file_name.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::output {

namespace fs = std::filesystem;

namespace {

using base::Result;

/// A folder with more files of one name has another problem.
constexpr unsigned most_numbers = 100'000;

base::Error file_error(std::string_view what, const fs::path& path, std::string cause) {
    return base::Error(base::ErrorKind::file, "cannot " + std::string(what) + ' ' + path.string())
        .because(std::move(cause));
}

/// How long a name may be in that folder.
std::size_t name_limit(const fs::path& folder) {
    const long limit = ::pathconf(folder.c_str(), _PC_NAME_MAX);
    return limit > 0 ? static_cast<std::size_t>(limit) : usual_name_limit;
}

/// File systems without locks (some network ones) go without.
bool is_taken(const base::Descriptor& file) {
    return ::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

fs::path folder_of(const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

} // namespace

Result<DownloadFile> DownloadFile::create(const fs::path& wanted) {
    const fs::path folder = folder_of(wanted);
    const std::string name = wanted.filename().string();
    const std::size_t limit = name_limit(folder);
    for (unsigned number = 0; number < most_numbers; ++number) {
        const fs::path path = folder / numbered_name(name, number, limit);
        constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
        base::Descriptor file(::open(path.c_str(), flags, 0666));
        if (file.is_open()) {
            static_cast<void>(is_taken(file)); // nobody else can know of it yet
            return DownloadFile(std::move(file), path);
        }
        if (errno != EEXIST) {
            return file_error("write to", path, base::system_words(errno));
        }
    }
    return file_error("write to", wanted, "there are too many files of that name");
}

Result<DownloadFile> DownloadFile::append_to(const fs::path& path, std::uint64_t size) {
    constexpr int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
    base::Descriptor file(::open(path.c_str(), flags));
    if (!file.is_open()) {
        return file_error("continue", path, base::system_words(errno));
    }
    if (is_taken(file)) {
        return file_error("continue", path, "another program is writing to it");
    }

    struct stat facts {};

    if (::fstat(file.get(), &facts) != 0) {
        return file_error("continue", path, base::system_words(errno));
    }
    if (static_cast<std::uint64_t>(facts.st_size) != size) {
        return file_error("continue", path, "its size has changed meanwhile");
    }
    return DownloadFile(std::move(file), path);
}

Result<void> DownloadFile::write(std::string_view bytes) {
    return base::write_all(file_.get(), bytes, path_.string());
}

Result<void> DownloadFile::write_piped(base::PipedBytes bytes) {
    return base::write_piped(file_.get(), bytes, path_.string());
}

Result<void> DownloadFile::cut(std::uint64_t size) {
    const auto end = static_cast<off_t>(size);
    if (::ftruncate(file_.get(), end) != 0 || ::lseek(file_.get(), end, SEEK_SET) != end) {
        return file_error("write to", path_, base::system_words(errno));
    }
    return {};
}

Result<void> DownloadFile::replace(const fs::path& target) {
    if (path_ == target) {
        return {};
    }

    struct stat facts {};

    const bool is_there = ::stat(target.c_str(), &facts) == 0;
    if (is_there && ::fchmod(file_.get(), facts.st_mode & 0777U) != 0) {
        return file_error("replace", target, base::system_words(errno));
    }
    if (::rename(path_.c_str(), target.c_str()) != 0) {
        return file_error("replace", target, base::system_words(errno));
    }
    path_ = target;
    return {};
}

Result<void> check_folder(const fs::path& folder) {
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
        return file_error("write into", folder, base::system_words(errno));
    }
    return {};
}

Result<void> check_target(const fs::path& target) {
    struct stat facts {};

    if (::stat(target.c_str(), &facts) != 0 && errno != ENOENT) {
        return file_error("write to", target, base::system_words(errno));
    }
    if (S_ISDIR(facts.st_mode)) {
        return file_error("write to", target, base::system_words(EISDIR));
    }
    // A rename asks for rights on the folder only; a write-protected file is to stay as it is.
    if (S_ISREG(facts.st_mode) && ::access(target.c_str(), W_OK) != 0) {
        return file_error("write to", target, base::system_words(errno));
    }
    return check_folder(folder_of(target));
}

} // namespace latch::output
