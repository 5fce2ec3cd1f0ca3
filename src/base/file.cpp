// SPDX-License-Identifier: MIT
#include "latch/base/file.hpp"

#include "latch/base/random.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>

namespace latch::base {

namespace fs = std::filesystem;

Result<std::size_t> read_some(
    int descriptor,
    std::span<char> into,
    std::optional<std::uint64_t> position,
    std::string_view name
) {
    ssize_t got = -1;
    do {
        got = position
                  ? ::pread(descriptor, into.data(), into.size(), static_cast<off_t>(*position))
                  : ::read(descriptor, into.data(), into.size());
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return Error(ErrorKind::file, "cannot read " + std::string(name))
            .because(system_words(errno));
    }
    return static_cast<std::size_t>(got);
}

namespace {

/// Of the name of a temporary: nobody can have prepared a file of that name.
constexpr std::size_t random_bytes = 8;

Error file_error(std::string_view verb, const fs::path& path, int error_number) {
    return Error(ErrorKind::file, "cannot " + std::string(verb) + " " + path.string())
        .because(system_words(error_number));
}

Result<void> sync_directory(const fs::path& directory) {
    const char* const name = directory.empty() ? "." : directory.c_str();
    const Descriptor folder(::open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder and say EINVAL; there is nothing more to do there.
    if (!folder.is_open() || (::fsync(folder.get()) != 0 && errno != EINVAL)) {
        return file_error("make durable the folder", directory, errno);
    }
    return {};
}

Result<void> check_readable_kind(const Descriptor& file, const fs::path& path) {
    struct stat facts {};

    if (::fstat(file.get(), &facts) != 0) {
        return file_error("read", path, errno);
    }
    if (S_ISDIR(facts.st_mode)) {
        return file_error("read", path, EISDIR);
    }
    return {};
}

/// How much a file seems to hold; 0 for pipes and the like.
std::size_t expected_size(int file) {
    struct stat facts {};

    return ::fstat(file, &facts) == 0 && facts.st_size > 0 ? static_cast<std::size_t>(facts.st_size)
                                                           : 0;
}

Result<std::string> read_up_to(int file, const fs::path& path, std::uintmax_t limit) {
    // In place, and with room for the read that finds the end: what grows is copied. Each page that
    // is touched without need costs more than reading it.
    const std::size_t expected = std::min<std::uintmax_t>(expected_size(file), limit);
    const std::size_t piece = std::clamp<std::size_t>(expected + 1, 4096, 65536);
    std::string bytes;
    bytes.reserve(expected + 2 * piece);
    for (;;) {
        const std::size_t before = bytes.size();
        bytes.resize(before + piece);
        const auto got =
            read_some(file, std::span(bytes).subspan(before), std::nullopt, path.string());
        bytes.resize(before + (got ? *got : 0));
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return bytes;
        }
        if (bytes.size() > limit) {
            return file_error("read", path, EFBIG);
        }
    }
}

/// Waits until a descriptor takes bytes again: another program that shares our terminal or pipe
/// may have set it to O_NONBLOCK. False if a signal has ended the wait; what else is wrong, the
/// next write says.
bool wait_until_writable(int descriptor) {
    pollfd waiting{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return ::poll(&waiting, 1, -1) >= 0 || errno != EINTR;
}

bool is_writable(int descriptor) {
    pollfd asked{.fd = descriptor, .events = POLLOUT, .revents = 0};
    return ::poll(&asked, 1, 0) != 0;
}

} // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        close();
        number_ = std::exchange(other.number_, -1);
    }
    return *this;
}

Descriptor::~Descriptor() {
    close();
}

void Descriptor::close() noexcept {
    if (number_ >= 0) {
        ::close(number_);
        number_ = -1;
    }
}

fs::path behind_links(fs::path target) {
    constexpr int most = 40; // the kernel's own limit, path_resolution(7)
    for (int hops = 0; hops < most; ++hops) {
        std::error_code none;
        const fs::path link = fs::read_symlink(target, none);
        if (none) {
            break;
        }
        target = target.parent_path() / link;
    }
    return target;
}

std::string system_words(int error_number) {
    return to_ascii_lower(std::strerror(error_number)); // NOLINT(concurrency-*): one thread
}

Result<Descriptor> open_for_reading(const fs::path& path) {
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error("open", path, errno);
    }
    if (auto kind = check_readable_kind(file, path); !kind) {
        return kind.error();
    }
    return file;
}

Result<std::optional<std::string>> read_if_present(const fs::path& path, std::uintmax_t limit) {
    struct stat facts {};

    if (::stat(path.c_str(), &facts) != 0 && errno == ENOENT) {
        return std::nullopt;
    }
    if (S_ISCHR(facts.st_mode) || S_ISBLK(facts.st_mode)) {
        return file_error("read", path, ENODEV);
    }
    auto bytes = read_whole(path, limit);
    if (!bytes) {
        return bytes.error();
    }
    return std::optional(*std::move(bytes));
}

Result<std::string> read_whole(const fs::path& path, std::uintmax_t limit) {
    auto file = open_for_reading(path);
    if (!file) {
        return file.error();
    }
    return read_up_to(file->get(), path, limit);
}

bool holds(const fs::path& path, std::string_view bytes) {
    const auto file = open_for_reading(path);
    if (!file) {
        return false;
    }
    constexpr std::size_t piece = 65536;
    std::string read(piece, '\0');
    for (;;) {
        const auto got = read_some(file->get(), read, std::nullopt, path.string());
        if (!got || std::string_view(read).substr(0, *got) != bytes.substr(0, *got)) {
            return false;
        }
        if (*got == 0) {
            return bytes.empty();
        }
        bytes.remove_prefix(*got);
    }
}

Result<std::string> read_to_end(int descriptor, std::uintmax_t limit, std::string_view name) {
    return read_up_to(descriptor, name, limit);
}

namespace {

Error cannot_write(int error, std::string_view name) {
    const auto kind = error == EPIPE ? ErrorKind::output_closed : ErrorKind::file;
    return Error(kind, "cannot write to " + std::string(name)).because(system_words(error));
}

Error stopped_writing() {
    return {ErrorKind::interrupted, "interrupted"};
}

} // namespace

Result<void> write_all(int descriptor, std::string_view bytes, std::string_view name) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
        if (put >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(put));
        } else if (errno == EAGAIN) {
            static_cast<void>(wait_until_writable(descriptor));
        } else if (errno != EINTR) {
            return cannot_write(errno, name);
        }
    }
    return {};
}

Result<void> write_to_reader(int descriptor, std::string_view bytes, std::string_view name) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
        if (put < 0 && errno != EAGAIN) {
            return errno == EINTR ? stopped_writing() : cannot_write(errno, name);
        }
        bytes.remove_prefix(put < 0 ? 0 : static_cast<std::size_t>(put));
        const bool is_blocking = (::fcntl(descriptor, F_GETFL) & O_NONBLOCK) == 0;
        if (bytes.empty() || is_writable(descriptor)) {
            continue;
        }
        if (is_blocking || !wait_until_writable(descriptor)) {
            return stopped_writing();
        }
    }
    return {};
}

namespace {

/// Files that are appended to, and some file systems, take nothing out of pipes themselves.
Result<void> copy_piped(int descriptor, PipedBytes bytes, std::string_view name) {
    constexpr std::size_t chunk_size = std::size_t{64} * 1024;
    std::array<char, chunk_size> chunk; // NOLINT(*-member-init): overwritten
    while (bytes.count > 0) {
        const auto into = std::span(chunk).first(std::min(bytes.count, chunk_size));
        const auto got = read_some(bytes.pipe, into, std::nullopt, name);
        if (!got || *got == 0) {
            return got ? cannot_write(EIO, name) : got.error();
        }
        if (auto written = write_all(descriptor, {chunk.data(), *got}, name); !written) {
            return written;
        }
        bytes.count -= *got;
    }
    return {};
}

} // namespace

Result<void> write_piped(int descriptor, PipedBytes bytes, std::string_view name) {
    while (bytes.count > 0) {
        const ssize_t moved = ::splice(
            bytes.pipe, nullptr, descriptor, nullptr, bytes.count, SPLICE_F_MOVE | SPLICE_F_MORE
        );
        if (moved > 0) {
            bytes.count -= static_cast<std::size_t>(moved);
        } else if (moved < 0 && errno == EINVAL) {
            return copy_piped(descriptor, bytes, name);
        } else if (moved == 0 || errno != EINTR) {
            return cannot_write(moved == 0 ? EIO : errno, name);
        }
    }
    return {};
}

Replacement::Replacement(fs::path target, fs::path temporary, Descriptor file)
    : target_(std::move(target)), temporary_(std::move(temporary)), file_(std::move(file)) {}

Replacement::Replacement(Replacement&& other) noexcept
    : target_(std::move(other.target_)), temporary_(std::exchange(other.temporary_, {})),
      file_(std::move(other.file_)) {}

Replacement::~Replacement() {
    if (!temporary_.empty()) {
        ::unlink(temporary_.c_str());
    }
}

Result<Replacement> Replacement::start(const fs::path& target) {
    fs::path real = behind_links(target);
    // The name is short and of fixed length, so that it cannot exceed what the target's may.
    fs::path temporary = real.parent_path() / (".latch-" + random_hex(random_bytes));
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    Descriptor file(::open(temporary.c_str(), flags, 0600));
    if (!file.is_open()) {
        return file_error("write", target, errno);
    }
    return Replacement(std::move(real), std::move(temporary), std::move(file));
}

Result<void> Replacement::write(std::string_view bytes) {
    return write_all(file_.get(), bytes, target_.string());
}

Result<void> Replacement::write_piped(PipedBytes bytes) {
    return base::write_piped(file_.get(), bytes, target_.string());
}

Result<void> Replacement::commit(unsigned mode, Durability durability) {
    const bool synced = durability == Durability::synced;
    if (::fchmod(file_.get(), mode) != 0 || (synced && ::fsync(file_.get()) != 0)) {
        return file_error("write", target_, errno);
    }
    file_.close();
    if (::rename(temporary_.c_str(), target_.c_str()) != 0) {
        return file_error("replace", target_, errno);
    }
    temporary_.clear();
    return synced ? sync_directory(target_.parent_path()) : Result<void>();
}

Result<void> replace_file(const fs::path& target, std::string_view bytes, unsigned mode) {
    auto replacement = Replacement::start(target);
    if (!replacement) {
        return replacement.error();
    }
    if (auto written = replacement->write(bytes); !written) {
        return written.error();
    }
    return replacement->commit(mode);
}

Result<void> make_private_directories(const fs::path& directory) {
    std::error_code unknown;
    if (directory.empty() || fs::is_directory(directory, unknown)) {
        return {};
    }
    if (auto parents = make_private_directories(directory.parent_path()); !parents) {
        return parents.error();
    }
    if (::mkdir(directory.c_str(), 0700) == 0) {
        // A umask may take away even our own right to enter it.
        return ::chmod(directory.c_str(), 0700) == 0
                   ? Result<void>()
                   : file_error("create the folder", directory, errno);
    }
    const int error_number = errno;
    if (error_number == EEXIST && fs::is_directory(directory, unknown)) {
        return {}; // made by another process meanwhile, or "a/" after "a"
    }
    return file_error("create the folder", directory, error_number);
}

} // namespace latch::base
