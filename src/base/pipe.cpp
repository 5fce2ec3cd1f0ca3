// SPDX-License-Identifier: MIT
#include "latch/base/pipe.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <unistd.h>

namespace latch::base {

std::optional<Pipe> Pipe::open(std::size_t capacity) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return std::nullopt;
    }
    Descriptor exit(ends[0]);
    Descriptor entry(ends[1]);
    const int granted = ::fcntl(entry.get(), F_SETPIPE_SZ, static_cast<int>(capacity));
    if (granted < 0 || static_cast<std::size_t>(granted) < capacity) {
        return std::nullopt;
    }
    return Pipe(std::move(entry), std::move(exit), capacity);
}

namespace {

Error cannot_write(std::string_view name, int error) {
    return Error(ErrorKind::file, "cannot write to " + std::string(name))
        .because(system_words(error));
}

/// Files that are appended to, and some file systems, take nothing out of pipes themselves.
Result<void> copy_piped(int descriptor, PipedBytes bytes, std::string_view name) {
    constexpr std::size_t chunk_size = std::size_t{64} * 1024;
    std::array<char, chunk_size> chunk; // NOLINT(*-member-init): overwritten
    while (bytes.count > 0) {
        const auto into = std::span(chunk).first(std::min(bytes.count, chunk_size));
        const auto got = read_some(bytes.pipe, into, std::nullopt, name);
        if (!got || *got == 0) {
            return got ? cannot_write(name, EIO) : got.error();
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
            return cannot_write(name, moved == 0 ? EIO : errno);
        }
    }
    return {};
}

} // namespace latch::base
