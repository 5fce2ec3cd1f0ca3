// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Files: read whole, replace atomically, lock. Every error names the file.
namespace latch::base {

/// An open file descriptor, closed when it goes out of scope.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) noexcept : number_(number) {}

    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();

    int get() const noexcept { return number_; }

    bool is_open() const noexcept { return number_ >= 0; }

    void close() noexcept;

private:
    int number_ = -1;
};

/// The text of an `errno` value: "no such file or directory", lowercase as errors want it.
std::string system_words(int error_number);

/// Opens a regular file (or a pipe) for reading.
Result<Descriptor> open_for_reading(const std::filesystem::path& path);

/// All bytes of a file of at most `limit` bytes; nothing if there is no such file.
/// A directory, a device and a file above the limit are errors.
Result<std::optional<std::string>>
read_if_present(const std::filesystem::path& path, std::uintmax_t limit);

/// All bytes of a file of at most `limit` bytes; it must be there.
Result<std::string> read_whole(const std::filesystem::path& path, std::uintmax_t limit);

/// Whether a file is there and has these bytes and no others; it is read piece by piece.
bool holds(const std::filesystem::path& path, std::string_view bytes);

/// The file that a rename would have to replace: behind the symbolic links, if there are any, even
/// if it does not exist yet.
std::filesystem::path behind_links(std::filesystem::path target);

/// Reads some bytes, as many as are there, through EINTR; 0 at the end. From `position` on, which
/// leaves the file standing where it is, or from where it stands. Errors: `file`; `name` is for
/// them.
Result<std::size_t> read_some(
    int descriptor,
    std::span<char> into,
    std::optional<std::uint64_t> position,
    std::string_view name
);

/// What is left of an open file or pipe of at most `limit` bytes; `name` is for the error.
Result<std::string> read_to_end(int descriptor, std::uintmax_t limit, std::string_view name);

/// Writes all of `bytes` to a descriptor, through short writes and EINTR.
/// Errors: `output_closed` for EPIPE, else `file`; `name` says what was written to.
Result<void> write_all(int descriptor, std::string_view bytes, std::string_view name);

/// Writes all of `bytes` to a pipe or terminal whose reader may be slow for ever.
///
/// While SIGINT and SIGTERM have handlers (the network's event loop sets them, and nobody else sets
/// any), they end a write that waits: it fails with EINTR or falls short. Errors: as `write_all`,
/// and `interrupted` for that.
Result<void> write_to_reader(int descriptor, std::string_view bytes, std::string_view name);

/// Bytes that lie in a pipe and are next in it.
struct PipedBytes {
    int pipe = -1; ///< its exit
    std::size_t count = 0;
};

/// Moves them into a file, where that stands, without a copy of them if the kernel can (splice(2)).
/// Errors: `file`; `name` says what was written to.
Result<void> write_piped(int descriptor, PipedBytes bytes, std::string_view name);

/// Whether a file has to survive a crash of the machine once it is there.
enum class Durability {
    synced,         ///< on the disk when the call returns
    left_to_system, ///< for what can be fetched again; a large file is not waited for
};

/// A new file that takes the place of another only when `commit` succeeds.
///
/// A private temporary (mode 0600, unguessable name, O_EXCL) in the folder of the target;
/// `commit` = fsync, rename over the target, fsync of the folder. If the target is a symbolic
/// link, the file behind it is replaced. Without a commit the temporary is removed and the
/// target stays as it was.
class Replacement {
public:
    static Result<Replacement> start(const std::filesystem::path& target);
    Replacement(Replacement&& other) noexcept;
    Replacement& operator=(Replacement&& other) noexcept = delete;
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;
    ~Replacement();

    Result<void> write(std::string_view bytes);
    Result<void> write_piped(PipedBytes bytes);
    /// `mode` is what the file ends with whatever the umask, e.g. 0600.
    Result<void> commit(unsigned mode, Durability durability = Durability::synced);

private:
    Replacement(std::filesystem::path target, std::filesystem::path temporary, Descriptor file);

    std::filesystem::path target_;
    std::filesystem::path temporary_; ///< empty once it is renamed or removed
    Descriptor file_;
};

/// `Replacement` in one call.
Result<void>
replace_file(const std::filesystem::path& target, std::string_view bytes, unsigned mode);

/// The exclusive right to change a file, held through `flock` on a sidecar, which only its holder
/// may remove: locking the data file itself would lock an inode that a rename has replaced.
class FileLock {
public:
    /// Waits up to `patience` for each other holder, as many as there are in turn; error `file` if
    /// one of them has not let go by then.
    static Result<FileLock>
    acquire(const std::filesystem::path& sidecar, std::chrono::milliseconds patience);

    /// Waits for nobody; nothing if another holds it. Errors: `file`.
    static Result<std::optional<FileLock>> try_acquire(const std::filesystem::path& sidecar);

private:
    explicit FileLock(Descriptor file) noexcept : file_(std::move(file)) {}

    Descriptor file_;
};

/// Creates the folder and missing parents, each with mode 0700 from the start.
Result<void> make_private_directories(const std::filesystem::path& directory);

} // namespace latch::base
