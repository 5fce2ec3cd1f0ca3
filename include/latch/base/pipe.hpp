// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/file.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace latch::base {

/// A pipe that large bodies go through from one descriptor to another, so that the kernel passes
/// their pages on and no program copies them (splice(2)).
class Pipe {
public:
    /// Nothing if the kernel grants no pipe of that capacity, in bytes: a smaller one gains
    /// nothing.
    static std::optional<Pipe> open(std::size_t capacity);

    /// Where bytes are put in.
    int entry() const noexcept { return entry_.get(); }

    /// Where they come out.
    int exit() const noexcept { return exit_.get(); }

    std::size_t capacity() const noexcept { return capacity_; }

private:
    Pipe(Descriptor entry, Descriptor exit, std::size_t capacity)
        : entry_(std::move(entry)), exit_(std::move(exit)), capacity_(capacity) {}

    Descriptor entry_;
    Descriptor exit_;
    std::size_t capacity_;
};

} // namespace latch::base
