// SPDX-License-Identifier: MIT
#include "latch/base/pipe.hpp"

#include <array>
#include <fcntl.h>
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

} // namespace latch::base
